using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Networks.Detection;

/// <summary>How dishes are found.</summary>
/// <param name="Anchors">The detector's anchors.</param>
/// <param name="Threshold">Scores must be greater.</param>
/// <param name="OverlapLimit">The largest overlap of two boxes of a class.</param>
/// <param name="Crop">What of the picture the calorie network sees.</param>
public sealed record FoodCalorieOptions(ImmutableArray<YoloAnchor> Anchors, double Threshold = 0.24, double OverlapLimit = 0.45, DishCrop Crop = DishCrop.Box);

/// <summary>What of the picture the calorie network sees.</summary>
public enum DishCrop
{
    /// <summary>The box, brought to the network's size: a dish looks alike near and far.</summary>
    Box,

    /// <summary>A window of the network's size around the box's centre, at the scale of the detector's input: a large dish looks large, which its calories depend on.</summary>
    Window,
}

/// <summary>A dish in a picture.</summary>
/// <param name="Box">Where it is, and what the detector takes it for.</param>
/// <param name="Category">The calorie network's most probable category; of equals the first.</param>
/// <param name="Probability">The category's probability.</param>
/// <param name="Calories">The calorie network's estimate.</param>
public sealed record Dish(DetectedBox Box, int Category, double Probability, double Calories);

/// <summary>What a picture of a meal shows.</summary>
/// <param name="Dishes">The dishes, highest detection score first.</param>
/// <param name="TotalCalories">The sum of their calories, added in that order; 0 where there is none.</param>
public sealed record Meal(ImmutableArray<Dish> Dishes, double TotalCalories);

/// <summary>
/// Detect, crop each dish (<see cref="DishCrop"/>), estimate its calories, add up (Ege and Yanai 2017). The picture is stretched to the detector's input; boxes
/// are cropped from the picture itself. docs/networks/food-calorie-pipeline.md.
/// </summary>
public sealed class FoodCaloriePipeline
{
    private readonly ICompiledNetwork detector;
    private readonly ICompiledNetwork calories;
    private readonly FoodCalorieOptions options;

    /// <summary>Joins two networks that are ready to run; they remain their owner's to dispose of.</summary>
    /// <param name="detector">Has an input <c>image</c> and an output <c>detections</c>.</param>
    /// <param name="calories">Has an input <c>image</c> and outputs <c>category</c> and <c>calories</c>.</param>
    /// <param name="options">How dishes are found.</param>
    /// <exception cref="RefCnnException">A network lacks the input or an output.</exception>
    public FoodCaloriePipeline(ICompiledNetwork detector, ICompiledNetwork calories, FoodCalorieOptions options)
    {
        Require(detector.Network, "detections");
        Require(calories.Network, "category", "calories");
        this.detector = detector;
        this.calories = calories;
        this.options = options;
    }

    /// <summary>Looks at a picture.</summary>
    /// <param name="picture">1×3×height×width, of any size, its values as the networks expect them.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">The picture is empty or a batch, or has other channels than the networks' inputs.</exception>
    public Meal Run(Tensor<float> picture, CancellationToken cancellation = default)
    {
        var whole = new DetectedBox(0.5, 0.5, 1, 1, 0, 1);
        Tensor<float> seen = CropTo(detector, picture, whole);
        Tensor map = Apply(detector, seen, cancellation).Outputs["detections"];
        ImmutableArray<DetectedBox> found = NonMaximumSuppression.Keep(YoloDecoder.Decode(map, options.Anchors, options.Threshold), options.OverlapLimit);
        ImmutableArray<Dish> dishes =
        [
            .. found.Where(CropResize.IsInPicture).Select(box => Estimate(
                box, options.Crop == DishCrop.Window ? CropWindow.Around(seen, box, SizeOf(calories)) : CropTo(calories, picture, box), cancellation)),
        ];
        return new Meal(dishes, dishes.Sum(dish => dish.Calories));
    }

    private static void Require(Network network, params ReadOnlySpan<string> outputs)
    {
        if (network.IndexOf("image") < 0 || network.Nodes[network.IndexOf("image")].Layer is not Input { Shape.Rank: 4 })
            throw new RefCnnException($"network '{network.Name}' has no input 'image' of rank 4; expected one");
        foreach (string name in outputs)
        {
            if (!network.Outputs.Any(output => output.Name == name))
                throw new RefCnnException($"network '{network.Name}' has no output '{name}'; expected {string.Join(" and ", outputs.ToArray())}");
        }
    }

    private static Tensor<float> CropTo(ICompiledNetwork network, Tensor<float> picture, DetectedBox box)
    {
        Size2D size = SizeOf(network);
        return CropResize.Apply(picture, box, size.Height, size.Width);
    }

    private static Size2D SizeOf(ICompiledNetwork network)
    {
        Shape input = network.Network.Shapes[network.Network.IndexOf("image")];
        return new Size2D(input.Height, input.Width);
    }

    private static RunResult Apply(ICompiledNetwork network, Tensor<float> image, CancellationToken cancellation) =>
        network.Run(new Dictionary<string, Tensor<float>> { ["image"] = image }, cancellation: cancellation);

    private Dish Estimate(DetectedBox box, Tensor<float> crop, CancellationToken cancellation)
    {
        RunResult result = Apply(calories, crop, cancellation);
        double[] probabilities = result.Outputs["category"].ToDouble().Values;
        int category = Array.IndexOf(probabilities, probabilities.Max());
        return new Dish(box, category, probabilities[category], result.Outputs["calories"].ToDouble()[0]);
    }
}
