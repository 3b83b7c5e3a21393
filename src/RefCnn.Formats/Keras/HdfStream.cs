using System.Runtime.CompilerServices;

namespace RefCnn.Formats.Keras;

/// <summary>
/// What the library that reads HDF5 reads through. Parts of an HDF5 file point at each other, and the library follows them without an end where they point in a circle:
/// by recursion, or in a loop. Here both have one, as a failure that can be caught: each read asks for room on the stack, and all of them together for a number of bytes.
/// </summary>
/// <param name="content">The file's bytes; disposed of with this.</param>
internal sealed class HdfStream(Stream content) : Stream
{
    // The library reads structures anew at each look-up, and a layer's group is looked up a few times: far less than this.
    private const long LeastBudget = 16L << 20;
    private const int MostTimes = 64;

    private long budget = LeastBudget + (content.Length * MostTimes);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => content.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => content.Position;
        set => content.Position = value;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads all that is asked for: the library does not look at how much came.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <exception cref="EndOfStreamException">The file is too short.</exception>
    /// <exception cref="InvalidDataException">The library calls itself too deep, or reads more than any sound file needs.</exception>
    public override int Read(Span<byte> buffer)
    {
        budget -= buffer.Length;
        if (budget < 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new InvalidDataException("its structures point at each other in a circle, or lie too deep");
        content.ReadExactly(buffer);
        return buffer.Length;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => content.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }
}
