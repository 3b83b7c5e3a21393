namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>One row, or column, of a layer's kernel in its <see cref="EquivalentConvolution"/>.</summary>
/// <param name="Kernel">Its number in the kernel.</param>
/// <param name="Target">The outputs that it reaches are so many after a multiple of the stride between outputs.</param>
/// <param name="Source">The samples that it meets are so many after a multiple of the stride between samples.</param>
/// <param name="Place">Which sample of its source it meets, counted from the number that the output has in its target.</param>
internal readonly record struct EquivalentTap(int Kernel, int Target, int Source, int Place);
