using System.Buffers.Binary;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;

namespace RefCnn.ConformanceTests.Hdf;

/// <summary>HDF5 that the HDF Group's own library wrote (conformance/fixtures/make_fixtures.py), whole and damaged.</summary>
public class HdfFileTests : TemporaryFolder
{
    [Theory]
    [InlineData("latest")]
    [InlineData("many-links")]
    [InlineData("chunks")]
    [InlineData("one-chunk")]
    [InlineData("number-types")]
    public void File_OfEachKind_HasItsNumbers(string name)
    {
        Network network = ModelFormats.Load(Fixture.PathOf($"hdf/{name}.h5"), new ImportOptions()).Network;

        Dense dense = network.Nodes.Select(node => node.Layer).OfType<Dense>().Should().ContainSingle().Which;
        Enumerable.Range(0, 3).SelectMany(output => Enumerable.Range(0, 20).Select(input => dense.Weight[output, input])).Should().Equal(
            Enumerable.Range(0, 3).SelectMany(output => Enumerable.Range(0, 20).Select(input => (float)((input * 3) + output))));
        dense.Bias!.Span.ToArray().Should().Equal(0, 1, 2);
    }

    [Theory]
    [InlineData("refused-filter", "*filter 32000 is not known; expected deflate (1), shuffle (2) or Fletcher's checksum (3)")]
    [InlineData("refused-chunk-index", "*chunks are found in the way 3, which is not read; write the file without libver='latest', or without chunks")]
    [InlineData("refused-integers", "*weight 'kernel:0' holds Integer; expected floating point of IEEE 754")]
    public void File_OfAKindThatIsNotRead_IsRefused(string name, string reason) => Loading(Fixture.PathOf($"hdf/{name}.h5")).Should().Throw<ModelFormatException>().WithMessage(reason);

    [Theory]
    [InlineData("TREE", 4, 1, "*a structure has version 1; expected 0")]
    [InlineData("TREE", 6, 255, "*a structure does not begin with 'SNOD'")]
    [InlineData("TREE", 7, 255, "*bytes at * are asked for; it has *")]
    [InlineData("SNOD", 0, 0, "*a structure does not begin with 'SNOD'")]
    [InlineData("SNOD", 12, 120, "*a name of a group lies at * of *")]
    [InlineData("HEAP", 12, 127, "*bytes at * are asked for; it has *")]
    [InlineData("GCOL", 0, 0, "*a structure does not begin with 'GCOL'")]
    [InlineData("GCOL", 28, 1, "*an object of a heap has * bytes, more than the heap")]
    [InlineData("GCOL", 16, 77, "*a heap has no object *")]
    public void Structure_Damaged_IsRefusedWithWhatIsWrong(string signature, int offset, byte value, string reason) => Damaged("chunks", signature, offset, value).Should().Throw<ModelFormatException>().WithMessage(reason);

    [Theory]
    [InlineData("FRHP", 7, 1, "*a heap is compressed, which is not read")]
    [InlineData("FRHP", 110, 0, "*a heap has 0 blocks of * bytes in a row")]
    [InlineData("BTHD", 5, 10, "*a tree is of kind 10; expected 5 or 8")]
    [InlineData("BTHD", 10, 0, "*a tree has nodes of 512 bytes for records of 0")]
    [InlineData("BTHD", 12, 200, "*a tree is * deep")]
    [InlineData("BTHD", 24, 255, "*a node of a tree has * records, more than fit into it")]
    [InlineData("BTLF", 0, 0, "*a structure does not begin with 'BTLF'")]
    public void DenseStructure_Damaged_IsRefusedWithWhatIsWrong(string signature, int offset, byte value, string reason) => Damaged("many-links", signature, offset, value).Should().Throw<ModelFormatException>().WithMessage(reason);

    [Fact]
    public void Chunk_WithABitTurned_IsRefusedByItsChecksum()
    {
        byte[] file = File.ReadAllBytes(Fixture.PathOf("hdf/chunks.h5"));

        // The leaf of the tree of chunks: the first key, then the chunk's address.
        int leaf = LastOf(file, "TREE"u8);
        file[leaf + 4].Should().Be(1);
        long chunk = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(leaf + 24 + 8 + (3 * 8)));
        file[(int)chunk + 8] ^= 1;

        Loading(Saved(file)).Should().Throw<ModelFormatException>().WithMessage("*a chunk has the checksum * expected *");
    }

    [Fact]
    public void Chunk_OfAnotherPlace_IsRefused()
    {
        byte[] file = File.ReadAllBytes(Fixture.PathOf("hdf/chunks.h5"));
        int leaf = LastOf(file, "TREE"u8);
        file[leaf + 24 + 8] = 3;

        Loading(Saved(file)).Should().Throw<ModelFormatException>().WithMessage("*a dataset has a chunk at 3,0, where none belongs");
    }

    [Fact]
    public void Chunks_FewerThanTheDatasetNeeds_AreRefused()
    {
        byte[] file = File.ReadAllBytes(Fixture.PathOf("hdf/chunks.h5"));
        int leaf = LastOf(file, "TREE"u8);
        file[leaf + 6].Should().Be(6);
        file[leaf + 6] = 5;

        Loading(Saved(file)).Should().Throw<ModelFormatException>().WithMessage("*a dataset has 5 chunks of 6");
    }

    [Theory]
    [InlineData(8, 9, "*its superblock has version 9; expected 0 to 3")]
    [InlineData(13, 4, "*its addresses have 4 bytes and its lengths 8; expected 8")]
    [InlineData(24, 1, "*its addresses begin at 1; expected 0")]
    public void Superblock_ThatIsNotRead_IsRefused(int at, byte value, string reason)
    {
        byte[] file = File.ReadAllBytes(Fixture.PathOf("keras1.h5"));
        file[at] = value;

        Loading(Saved(file)).Should().Throw<ModelFormatException>().WithMessage(reason);
    }

    private static Action Loading(string path) => () => ModelFormats.Load(path, new ImportOptions());

    private static int LastOf(byte[] file, ReadOnlySpan<byte> signature) => file.AsSpan().LastIndexOf(signature);

    private Action Damaged(string name, string signature, int offset, byte value)
    {
        byte[] file = File.ReadAllBytes(Fixture.PathOf($"hdf/{name}.h5"));
        byte[] letters = System.Text.Encoding.ASCII.GetBytes(signature);
        for (int at = file.AsSpan().IndexOf(letters), next; at >= 0; at = next < 0 ? -1 : at + 1 + next)
        {
            next = file.AsSpan(at + 1).IndexOf(letters);
            file[at + offset] = value;
        }

        return Loading(Saved(file));
    }

    private string Saved(byte[] file)
    {
        File.WriteAllBytes(FileAt("m.h5"), file);
        return FileAt("m.h5");
    }
}
