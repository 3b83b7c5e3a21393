using RefCnn.Core;

namespace RefCnn.Networks;

/// <summary>A network of the zoo: how to build it, and where its definition comes from.</summary>
/// <param name="Name">Its name in <c>zoo:&lt;name&gt;</c>, in vectors and in seeds: lower-kebab, e.g. <c>inception-v3</c>.</param>
/// <param name="Title">Its name in tables, e.g. <c>Inception-v3</c>.</param>
/// <param name="Source">The paper or published definition that it follows; docs/networks/&lt;name&gt;.md has the details.</param>
/// <param name="Build">Builds it with its seeded weights.</param>
public sealed record ZooNetwork(string Name, string Title, string Source, Func<Network> Build);
