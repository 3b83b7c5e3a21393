using NumSharp;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Vectors;

/// <summary>The golden files are read by a library of other people's, so that our reader and writer cannot be wrong together.</summary>
public class GoldenFileTests
{
    [Fact]
    public void NumSharp_EveryGoldenFile_AgreesWithOurReader()
    {
        string[] files = Directory.GetFiles(Path.Combine(VectorFiles.FindDirectory(), "layers"), "*.npy", SearchOption.AllDirectories);

        files.Should().NotBeEmpty();
        files.Where(file => !Agrees(file)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(7)]
    [InlineData(2, 3)]
    [InlineData(1, 2, 1, 3)]
    public void NumSharp_WhatWeWrite_AgreesWithOurReader(params int[] extents)
    {
        string file = Path.GetTempFileName();
        var tensor = new Tensor<double>(new RefCnn.Core.Shape(extents));
        for (int i = 0; i < tensor.Count; i++) tensor[i] = Math.ScaleB(i - 1.1, i);
        NpyFile.Write(file, NpyArray.Of(tensor));

        bool agrees = Agrees(file);

        File.Delete(file);
        agrees.Should().BeTrue();
    }

    private static bool Agrees(string file)
    {
        Tensor<double> ours = NpyFile.Read(file).ToDouble();
        var theirs = (NDArray)np.load(file);
        return theirs.shape.Select(extent => (int)extent).SequenceEqual(ours.Shape.Extents.ToArray())
            && theirs.ToArray<double>().Select(BitConverter.DoubleToInt64Bits).SequenceEqual(ours.Values.Select(BitConverter.DoubleToInt64Bits));
    }
}
