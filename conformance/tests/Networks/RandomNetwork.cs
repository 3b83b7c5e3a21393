using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>
/// Small networks of random wiring: values read late, twice and by several, outputs from the middle, results under other names. A seed always makes the same network.
/// Values stay near 1, so that comparisons by the largest value mean something.
/// </summary>
internal sealed class RandomNetwork
{
    private const int LargestExtent = 12;

    private readonly NetworkBuilder builder;
    private readonly SeededParameters parameters;
    private readonly Random random;
    private readonly List<int> made = [];

    private RandomNetwork(int seed) => (builder, parameters, random) = (new NetworkBuilder($"random{seed}"), new SeededParameters($"random{seed}"), new Random(seed));

    /// <summary>Makes the network of a seed.</summary>
    public static Network Of(int seed) => new RandomNetwork(seed).Make();

    private Network Make()
    {
        made.Add(builder.Input("x", new Shape(1, random.Next(1, 5), random.Next(3, 10), random.Next(3, 10))));
        if (random.Next(3) == 0) made.Add(builder.Input("z", builder.ShapeOf(0)));
        int nodes = random.Next(4, 24);
        for (int i = 0; i < nodes; i++)
        {
            int from = Any();
            Shape shape = builder.ShapeOf(from);
            if (shape.Rank == 4) Step($"n{i}", from, shape);
            else Add($"n{i}", random.Next(2) == 0 ? new Tanh() : new Dense(parameters.Weight($"n{i}", new Shape(3, shape[1]), shape[1])), from);
        }

        int[] outputs = [made[^1], .. Enumerable.Range(0, random.Next(3)).Select(_ => Any())];
        for (int i = 0; i < outputs.Length; i++) builder.Output($"y{i}", outputs[i]);
        return builder.Build();
    }

    private void Step(string name, int from, Shape shape)
    {
        int channels = shape.Channels, outputs = random.Next(1, 6), stride = Math.Min(shape.Height, shape.Width) > 4 ? random.Next(1, 3) : 1;
        bool isSmall = Math.Max(shape.Height, shape.Width) * 2 <= LargestExtent && channels <= 16;
        switch (random.Next(14))
        {
            case 0: Add(name, new Relu(), from); break;
            case 1: Add(name, new Tanh(), from); break;
            case 2: Add(name, new LeakyRelu(0.25f), from); break;
            case 3: Add(name, new Conv2D(Window2D.Of(3, stride, 1), parameters.Weight(name, new Shape(outputs, channels, 3, 3), 9 * channels)), from); break;
            case 4: Add(name, new Conv2D(Window2D.Of(1), parameters.Weight(name, new Shape(outputs, channels, 1, 1), channels), parameters.Centred($"{name}/bias", new Shape(outputs), 0.5)), from); break;
            case 5: Add(name, new Conv2D(Window2D.Of(3, 1, 1), parameters.Weight(name, new Shape(channels, 1, 3, 3), 9), Groups: channels), from); break;
            case 6: Add(name, isSmall ? new ConvTranspose2D(Window2D.Of(2, 2), parameters.Weight(name, new Shape(channels, outputs, 2, 2), channels)) : new Identity(), from); break;
            case 7: Add(name, random.Next(2) == 0 ? new MaxPool2D(Window2D.Of(3, stride, 1)) : new AveragePool2D(Window2D.Of(2, stride), PoolRounding.CeilCaffe), from); break;
            case 8: Add(name, new BatchNorm(parameters.Centred($"{name}/m", new Shape(channels), 0.1), parameters.Between($"{name}/v", new Shape(channels), 0.5, 2), parameters.Between($"{name}/s", new Shape(channels), 0.5, 1.5)), from); break;
            case 9: Add(name, new Softmax(1), from); break;
            case 10: Add(name, new Binary(random.Next(2) == 0 ? BinaryFunction.Add : BinaryFunction.Mul), from, Any(other => other == shape)); break;
            case 11: Add(name, channels < 32 ? new Concat(1) : new Identity(), channels < 32 ? [from, Any(other => other.Rank == 4 && other.With(1, channels) == shape)] : [from]); break;
            case 12: Add(name, new Flatten(1), from); break;
            default: Add(name, isSmall ? new Pad([0, 0, 1, 0], [0, 0, 0, 2], PadMode.Edge) : new Slice([0, 0, 1, 0], [1, channels, shape.Height - 1, shape.Width], [1, 1, 1, 1]), from); break;
        }
    }

    private void Add(string name, Layer layer, params ReadOnlySpan<int> inputs) => made.Add(builder.Add(name, layer, inputs));

    private int Any(Func<Shape, bool>? fits = null)
    {
        int[] fitting = [.. made.Where(node => fits is null || fits(builder.ShapeOf(node)))];
        return fitting[random.Next(fitting.Length)];
    }
}
