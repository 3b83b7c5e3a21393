using RefCnn.Core;

namespace RefCnn.Networks.Classifiers;

/// <summary>VGG-19: configuration E of Simonyan and Zisserman 2015, table 1, under the layer names of the authors' Caffe model.</summary>
internal static class Vgg19
{
    /// <summary>Builds it.</summary>
    public static Network Build() => Vgg.Build("vgg19", 2, 2, 4, 4, 4);
}
