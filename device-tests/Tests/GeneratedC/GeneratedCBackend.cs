using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.DeviceTests.GeneratedC;

/// <summary>
/// C that RefCnn wrote of some networks, linked into the program by <c>generated-c/build.sh</c> and the property GeneratedC: phones have no compiler, so that it knows those networks alone.
/// It shows no taps and computes no layer by itself.
/// </summary>
public sealed unsafe partial class GeneratedCBackend : IBackend
{
    private const string Library = "generated-c";

    private static readonly Lazy<string?> Missing = new(() =>
    {
        try
        {
            HasBlas();
            return null;
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            return "no generated C is linked into this program; docs/device.md says how";
        }
    });

    /// <inheritdoc/>
    public string Name => UnavailableReason is null && HasBlas() != 0 ? "c" : "c:plain";

    /// <inheritdoc/>
    public PrecisionClass Precision => PrecisionClass.Float32;

    /// <inheritdoc/>
    public string? UnavailableReason => Missing.Value;

    /// <summary>Whether it was linked with a network's C.</summary>
    /// <param name="network">The network's name.</param>
    public bool Has(string network) => UnavailableReason is null && Find(network) != null;

    /// <inheritdoc/>
    public string? UnsupportedReason(Layer layer) => null;

    /// <inheritdoc/>
    public ICompiledNetwork Compile(Network network, CompileOptions options, CancellationToken cancellation = default)
    {
        if (UnavailableReason is { } reason) throw new BackendException($"backend '{Name}' is unavailable: {reason}");
        if (!Has(network.Name)) throw new BackendException($"no C of network '{network.Name}' is linked into this program; docs/device.md says how");
        if (options.TapNames.Length > 0) throw new BackendException($"C that is linked in shows no taps; asked for '{options.TapNames[0]}'");
        return new GeneratedCNetwork(network, Find(network.Name));
    }

    [LibraryImport(Library, EntryPoint = "refcnn_generated_has_blas")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int HasBlas();

    [LibraryImport(Library, EntryPoint = "refcnn_generated", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial delegate* unmanaged[Cdecl]<float**, float**, int> Find(string network);
}
