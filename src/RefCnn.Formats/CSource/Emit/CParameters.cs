using System.Runtime.InteropServices;
using System.Text;
using RefCnn.Core;

namespace RefCnn.Formats.CSource.Emit;

/// <summary>The constant arrays of a generated file: trained parameters, and tables that layers read.</summary>
/// <param name="scope">What the names of arrays begin with, so that several networks fit into one file.</param>
internal sealed class CParameters(string scope)
{
    private const int NumbersPerLine = 8;

    private readonly List<(string Name, Tensor<float> Values)> numbers = [];
    private readonly List<(string Name, int[] Values)> tables = [];

    /// <summary>The number of floats in all.</summary>
    public long Count => numbers.Sum(array => (long)array.Values.Count);

    /// <summary>Adds an array of numbers.</summary>
    /// <param name="name">A unique identifier.</param>
    /// <param name="values">Its values.</param>
    /// <returns>The array's name in the file.</returns>
    public string Add(string name, Tensor<float> values)
    {
        numbers.Add((scope + name, values));
        return scope + name;
    }

    /// <summary>Adds a table of integers.</summary>
    /// <param name="name">A unique identifier.</param>
    /// <param name="values">Its values.</param>
    /// <returns>The table's name in the file.</returns>
    public string Add(string name, int[] values)
    {
        tables.Add((scope + name, values));
        return scope + name;
    }

    /// <summary>Declares the arrays whose values come at the end of the file, so that the network can be read before them.</summary>
    /// <param name="text">The file.</param>
    /// <param name="binary">The name of the array that holds all numbers, where they are not in the source; otherwise null.</param>
    public void Declare(StringBuilder text, string? binary)
    {
        foreach ((string name, int[] values) in tables) text.Append($"static const int {name}[{Math.Max(1, values.Length)}];\n");
        long offset = 0;
        foreach ((string name, Tensor<float> values) in numbers)
        {
            text.Append(binary is null ? $"static const float {name}[{Math.Max(1, values.Count)}];" : $"static const float *const {name} = {binary} + {offset};");
            text.Append($" /* {CProgram.Dimensions(values.Shape)} */\n");
            offset += values.Count;
        }

        if (tables.Count + numbers.Count > 0) text.Append('\n');
    }

    /// <summary>Writes the arrays with their values.</summary>
    /// <param name="text">The file.</param>
    /// <param name="binary">See <see cref="Declare"/>.</param>
    public void Define(StringBuilder text, string? binary)
    {
        foreach ((string name, int[] values) in tables) Define(text, "int", name, values.Length, i => CLiteral.Of(values[i]));
        if (binary is not null) return;
        foreach ((string name, Tensor<float> values) in numbers) Define(text, "float", name, values.Count, i => CLiteral.Exact(values[i]));
    }

    /// <summary>Writes all numbers as little-endian binary32, one array after the other.</summary>
    /// <param name="stream">Where to.</param>
    public void CopyTo(Stream stream)
    {
        if (!BitConverter.IsLittleEndian) throw new RefCnnException("parameters can be written as binary on a little-endian machine only");
        foreach ((_, Tensor<float> values) in numbers) stream.Write(MemoryMarshal.AsBytes(values.Span));
    }

    private static void Define(StringBuilder text, string type, string name, int count, Func<int, string> number)
    {
        text.Append($"\nstatic const {type} {name}[{Math.Max(1, count)}] = {{");
        for (int i = 0; i < count; i++) text.Append(i % NumbersPerLine == 0 ? "\n    " : " ").Append(number(i)).Append(',');
        text.Append(count == 0 ? "0};\n" : "\n};\n");
    }
}
