using RefCnn.Core;
using RefCnn.Networks.Detection;
using RefCnn.Pictures;

namespace RefCnn.Applications;

/// <summary>Estimates the calories of the dishes in a picture (Ege and Yanai 2017), with <see cref="FoodCaloriePipeline"/>.</summary>
public static class CalorieCounter
{
    /// <summary>Looks at a picture.</summary>
    /// <param name="detector">Finds dishes: has an input <c>image</c> and an output <c>detections</c>.</param>
    /// <param name="estimator">Estimates one: has an input <c>image</c> and outputs <c>category</c>, probabilities, and <c>calories</c>, in kilocalories.</param>
    /// <param name="values">What samples become, for both.</param>
    /// <param name="picture">1 × 3 × height × width, 0 to 255.</param>
    /// <param name="options">How dishes are found, and what of them the estimator sees.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">A network lacks an input or output.</exception>
    public static Meal Count(
        ICompiledNetwork detector, ICompiledNetwork estimator, PictureOptions values, Tensor<float> picture, FoodCalorieOptions options, CancellationToken cancellation = default)
    {
        var pipeline = new FoodCaloriePipeline(detector, estimator, options);

        // Windows are cut from what the detector sees; resized here, averaging, it is not resampled again.
        Tensor<float> seen = options.Crop == DishCrop.Window ? TriangleFilter.Resize(picture, PictureInput.SizeOf(detector.Network, detector.Network.IndexOf("image"))) : picture;
        return pipeline.Run(values.ToValues(seen), cancellation);
    }
}
