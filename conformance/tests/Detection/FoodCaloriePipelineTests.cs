using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Detection;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Detection;

/// <summary>The pipeline on networks small enough to work out by hand.</summary>
public class FoodCaloriePipelineTests
{
    private static readonly FoodCalorieOptions Options = new([new YoloAnchor(1, 1)], 0.5);

    // Objectness is 8 · the cell's brightness − 4: cells of 1 hold a dish, cells of 0 none. Boxes are the cells.
    [Fact]
    public void Run_TwoBrightCells_AddsTheirCalories()
    {
        Meal meal = Run(Picture(1, 0, 0, 1));

        meal.Dishes.Select(dish => (dish.Box.X, dish.Box.Y)).Should().Equal((0.25, 0.25), (0.75, 0.75));
        meal.Dishes.Select(dish => dish.Calories).Should().Equal(100, 100);
        meal.TotalCalories.Should().Be(200);
    }

    [Fact]
    public void Run_DarkPicture_IsAnEmptyMeal()
    {
        Meal meal = Run(Picture(0, 0, 0, 0));

        meal.Dishes.Should().BeEmpty();
        meal.TotalCalories.Should().Be(0);
    }

    [Fact]
    public void Run_CategoriesAreEqual_TakesTheFirst() => Run(Picture(1, 0, 0, 0)).Dishes.Single().Category.Should().Be(0);

    [Fact]
    public void Create_NetworkWithoutTheOutput_IsRefused()
    {
        using ICompiledNetwork detector = new ReferenceBackend().Compile(Detector(), new CompileOptions());

        Action create = () => _ = new FoodCaloriePipeline(detector, detector, Options);

        create.Should().Throw<RefCnnException>().WithMessage("network 'detector' has no output 'category'; expected category and calories");
    }

    private static Meal Run(Tensor<float> picture)
    {
        using ICompiledNetwork detector = new ReferenceBackend().Compile(Detector(), new CompileOptions());
        using ICompiledNetwork calories = new ReferenceBackend().Compile(Calories(), new CompileOptions());
        return new FoodCaloriePipeline(detector, calories, Options).Run(picture);
    }

    // 4×4 pixels of four even quarters.
    private static Tensor<float> Picture(float topLeft, float topRight, float bottomLeft, float bottomRight)
    {
        float[] quarters = [topLeft, topRight, bottomLeft, bottomRight];
        var picture = new Tensor<float>(new Shape(1, 1, 4, 4));
        for (int i = 0; i < 16; i++) picture[i] = quarters[(i / 8 * 2) + (i % 4 / 2)];
        return picture;
    }

    private static Network Detector()
    {
        var builder = new NetworkBuilder("detector");
        int image = builder.Input("image", new Shape(1, 1, 2, 2));
        var weight = new Tensor<float>(new Shape(6, 1, 1, 1), [0, 0, 0, 0, 8, 0]);
        var bias = new Tensor<float>(new Shape(6), [0, 0, 0, 0, -4, 0]);
        builder.Output("detections", builder.Add("map", new Conv2D(Window2D.Of(1), weight, bias), image));
        return builder.Build();
    }

    private static Network Calories()
    {
        var builder = new NetworkBuilder("calories");
        int image = builder.Input("image", new Shape(1, 1, 2, 2));
        var sum = new Tensor<float>(new Shape(1, 1, 2, 2), [25, 25, 25, 25]);
        var none = new Tensor<float>(new Shape(3, 1, 2, 2));
        builder.Output("calories", builder.Add("sum", new Conv2D(Window2D.Of(2), sum), image));
        builder.Output("category", builder.Add("softmax", new Softmax(1), builder.Add("logits", new Conv2D(Window2D.Of(2), none), image)));
        return builder.Build();
    }
}
