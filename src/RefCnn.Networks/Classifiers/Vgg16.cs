using RefCnn.Core;

namespace RefCnn.Networks.Classifiers;

/// <summary>VGG-16: configuration D of Simonyan and Zisserman 2015, table 1, under the layer names of the authors' Caffe model.</summary>
internal static class Vgg16
{
    /// <summary>Builds it.</summary>
    public static Network Build() => Vgg.Build("vgg16", 2, 2, 3, 3, 3);
}
