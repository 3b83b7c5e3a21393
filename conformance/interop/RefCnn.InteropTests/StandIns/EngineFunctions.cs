using System.Runtime.InteropServices;

namespace RefCnn.InteropTests.StandIns;

/// <summary>A feature as the stand-ins pass it: StandInArray of StandIn.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FeatureMemory
{
    public const int NameCapacity = 256, MaximumRank = 8;

    public fixed byte Name[NameCapacity];
    public void* Data;
    public long Rank;
    public fixed long Shape[MaximumRank];
    public fixed long Strides[MaximumRank];
}

/// <summary>How the stand-ins lay outputs out: StandInLayout of StandIn.h.</summary>
/// <param name="DataType">An MLMultiArrayDataType.</param>
/// <param name="LeadingOnes">Axes of extent 1 before the others.</param>
/// <param name="InnerStride">How far apart neighbours of a row are.</param>
/// <param name="RowAlignment">Rows start at multiples of it.</param>
internal readonly record struct OutputLayout(long DataType, long LeadingOnes, long InnerStride, long RowAlignment);

/// <summary>What computes for the stand-ins: StandInEngine of StandIn.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EngineFunctions
{
    public delegate* unmanaged<byte*, nint, byte*, nint, nint> Load;
    public delegate* unmanaged<nint, void> Unload;
    public delegate* unmanaged<nint, int, nint, FeatureMemory*, int> Describe;
    public delegate* unmanaged<nint, FeatureMemory*, FeatureMemory*, byte*, nint, int> Predict;
}
