using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;
using RefCnn.Networks.Classifiers;

namespace RefCnn.Networks.Detection;

/// <summary>
/// Estimates a dish's calories: Inception-v3's body with two heads, the category of food and its calories, after Ege and Yanai, "Image-Based Food Calorie
/// Estimation Using Knowledge on Food Categories, Ingredients and Cooking Directions", 2017. docs/networks/calorie.md.
/// </summary>
internal static class CalorieNetwork
{
    /// <summary>The categories of the paper's collection of calorie-annotated recipes.</summary>
    public const int Categories = 15;

    /// <summary>Builds the network.</summary>
    public static Network Build(string name)
    {
        var builder = new SeededNetworkBuilder(name);
        int features = builder.Flatten("avg_pool/flatten", InceptionV3.Body(builder, builder.Image(299)));
        int logits = builder.Dense("category-logits", features, Categories, gain: 0.5);
        builder.Output("category-logits", logits);
        builder.Output("category", builder.Add("category", new Softmax(1), logits));
        builder.Output("calories", builder.Dense("calories", features, 1, gain: 0.5));
        return builder.Build();
    }
}
