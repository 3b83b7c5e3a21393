using RefCnn.Accelerate.Kernels;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate;

/// <summary>Which kernel computes which layer on blocked tensors. The others are computed on planar ones.</summary>
internal static class BlockedKernelTable
{
    private static readonly Dictionary<Type, Entry> Kernels = new()
    {
        [typeof(Conv2D)] = Bind<Conv2D, Conv2DKernel>(),
        [typeof(ConvTranspose2D)] = Bind<ConvTranspose2D, ConvTranspose2DKernel>(),
        [typeof(MaxPool2D)] = Bind<MaxPool2D, MaxPool2DKernel>(),
        [typeof(AveragePool2D)] = Bind<AveragePool2D, AveragePool2DKernel>(),
        [typeof(GlobalPool)] = Bind<GlobalPool, GlobalPoolKernel>(),
        [typeof(BatchNorm)] = Bind<BatchNorm, BatchNormKernel>(),
        [typeof(InstanceNorm)] = Bind<InstanceNorm, InstanceNormKernel>(),
        [typeof(LocalResponseNorm)] = Bind<LocalResponseNorm, LocalResponseNormKernel>(),
        [typeof(Relu)] = Bind<Relu, ReluKernel>(),
        [typeof(Clip)] = Bind<Clip, ClipKernel>(),
        [typeof(LeakyRelu)] = Bind<LeakyRelu, LeakyReluKernel>(),
        [typeof(Binary)] = Bind<Binary, BinaryKernel>(),
        [typeof(Pad)] = Bind<Pad, PadKernel>(),
    };

    /// <summary>What a layer needs to be computed on blocked tensors, or null where it is not.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="site">Where it stands.</param>
    public static BlockedDemand? Demand(Layer layer, Site site)
    {
        bool pictures = site.Output.Rank == 4 && site.Inputs.All(input => input.Rank == 4);
        return pictures && Kernels.TryGetValue(layer.GetType(), out Entry? entry) ? entry.Demand(layer, site) : null;
    }

    /// <summary>Prepares the layer's computation.</summary>
    /// <param name="layer">A layer with a demand.</param>
    /// <param name="operands">Where inputs and output lie.</param>
    public static Step Prepare(Layer layer, Operands operands) => Kernels[layer.GetType()].Prepare(layer, operands);

    private static Entry Bind<TLayer, TKernel>()
        where TLayer : Layer
        where TKernel : IBlockedKernel<TLayer> =>
        new((layer, site) => TKernel.Demand((TLayer)layer, site), (layer, operands) => TKernel.PrepareBlocked((TLayer)layer, operands));

    private sealed record Entry(Func<Layer, Site, BlockedDemand?> Demand, Func<Layer, Operands, Step> Prepare);
}
