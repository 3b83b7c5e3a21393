using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Conformance;

/// <summary>The layer vectors of a directory.</summary>
public sealed class VectorSet
{
    private VectorSet(ImmutableArray<VectorCase> cases) => Cases = cases;

    /// <summary>Every case, by ordinal order of its identifier.</summary>
    public ImmutableArray<VectorCase> Cases { get; }

    /// <summary>Reads all layer vectors.</summary>
    /// <param name="directory">The directory that holds <c>layers/&lt;kind&gt;/&lt;case&gt;.json</c>.</param>
    /// <exception cref="RefCnnException">There is no such directory, or a file cannot be used; the message names it.</exception>
    public static VectorSet Load(string directory) =>
        new([.. VectorFiles.In(directory).Select(VectorReader.Read).OrderBy(vector => vector.Id, StringComparer.Ordinal)]);

    /// <summary>The case of that identifier, or null.</summary>
    /// <param name="id">E.g. <c>conv2d/asymmetric-padding</c>.</param>
    public VectorCase? Find(string id) => Cases.FirstOrDefault(vector => vector.Id == id);

    /// <summary>The cases of one kind.</summary>
    /// <param name="kind">E.g. <c>conv2d</c>.</param>
    public IEnumerable<VectorCase> OfKind(string kind) => Cases.Where(vector => vector.Kind == kind);
}
