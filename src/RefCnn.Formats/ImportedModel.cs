using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Formats;

/// <summary>What an importer makes of a file.</summary>
/// <param name="Network">The network.</param>
/// <param name="Notes">What was assumed on the way, one sentence each; nothing of it is an error.</param>
public sealed record ImportedModel(Network Network, ImmutableArray<string> Notes);
