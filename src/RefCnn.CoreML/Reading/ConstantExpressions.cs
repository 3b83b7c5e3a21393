using RefCnn.Core;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Reading;

/// <summary>
/// Weights that a program stores compressed, and expands when it is loaded (operation set CoreML6). Their parameters are attributes, or inputs from CoreML8 on.
/// Packed numbers begin at the least significant bit of each byte.
/// </summary>
internal static class ConstantExpressions
{
    /// <summary>How the operations' types begin.</summary>
    public const string Prefix = "constexpr_";

    /// <summary>Expands.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="context">What is known.</param>
    public static MilConstant Read(Operation operation, ProgramContext context)
    {
        if (operation.Outputs.Count != 1) throw Refuse(operation, $"makes {operation.Outputs.Count} values; expected 1");
        return operation.Type switch
        {
            "constexpr_affine_dequantize" => Affine(operation, context),
            "constexpr_lut_to_dense" when Has(operation, "shape") => LookedUp(operation, context),
            "constexpr_sparse_to_dense" when Has(operation, "shape") => Dense(operation, context),
            "constexpr_cast" => Parameter(operation, context, "source_val"),
            _ => throw Refuse(operation, "is not supported"),
        };
    }

    // scale · (q − zero point), of one number or one along an axis.
    private static MilConstant Affine(Operation operation, ProgramContext context)
    {
        MilConstant data = Parameter(operation, context, "quantized_data"), scale = Parameter(operation, context, "scale"), zero = Parameter(operation, context, "zero_point");
        int rank = data.Shape.Rank, axis = Parameter(operation, context, "axis").Numbers is [double stated] ? checked((int)stated) : throw Refuse(operation, "has not one axis");
        if (axis < 0) axis += rank;
        if (axis < 0 || axis >= rank) throw Refuse(operation, $"scales along axis {axis} of {rank}");
        int extent = data.Shape[axis], inner = data.Shape.CountBetween(axis + 1, rank);
        foreach (MilConstant factor in (MilConstant[])[scale, zero])
        {
            if (factor.Numbers.Length != 1 && factor.Numbers.Length != extent) throw Refuse(operation, $"has {factor.Numbers.Length} scales or zero points; expected 1 or {extent}");
        }

        double[] numbers = new double[data.Numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            int place = i / inner % extent;
            numbers[i] = (float)(At(scale, place) * (data.Numbers[i] - At(zero, place)));
        }

        return Stored(operation, new MilConstant(data.Shape, numbers));
    }

    private static MilConstant LookedUp(Operation operation, ProgramContext context)
    {
        MilConstant table = Parameter(operation, context, "lut"), indices = Parameter(operation, context, "indices");
        Shape shape = ShapeOf(operation, context);
        int bits = int.Log2(Math.Max(1, table.Numbers.Length));
        if (bits is < 1 or > 8 || 1 << bits != table.Numbers.Length) throw Refuse(operation, $"has a table of {table.Numbers.Length} values; expected 2, 4, 16, 64 or 256");
        long bytes = (((long)shape.Count * bits) + 7) / 8;
        if (indices.Numbers.Length != bytes) throw Refuse(operation, $"has {indices.Numbers.Length} bytes of {bits}-bit indices for {shape}; expected {bytes}");
        double[] numbers = new double[shape.Count];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = table.Numbers[Packed(indices.Numbers, i, bits)];
        return new MilConstant(shape, numbers);
    }

    private static MilConstant Dense(Operation operation, ProgramContext context)
    {
        MilConstant kept = Parameter(operation, context, "nonzero_data"), mask = Parameter(operation, context, "mask");
        Shape shape = ShapeOf(operation, context);
        if (mask.Numbers.Length != (shape.Count + 7L) / 8) throw Refuse(operation, $"has a mask of {mask.Numbers.Length} bytes for {shape}; expected {(shape.Count + 7L) / 8}");
        double[] numbers = new double[shape.Count];
        int next = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (Packed(mask.Numbers, i, 1) == 0) continue;
            if (next == kept.Numbers.Length) throw Refuse(operation, $"has {kept.Numbers.Length} values, and a mask of more");
            numbers[i] = kept.Numbers[next++];
        }

        return next == kept.Numbers.Length ? new MilConstant(shape, numbers) : throw Refuse(operation, $"has {kept.Numbers.Length} values, and a mask of {next}");
    }

    // Scaled weights have the precision that they are declared with.
    private static MilConstant Stored(Operation operation, MilConstant constant) => operation.Outputs[0].Type?.TensorType?.DataType == DataType.Float16
        ? constant with { Numbers = [.. constant.Numbers.Select(number => (double)(Half)number)] }
        : constant;

    private static Shape ShapeOf(Operation operation, ProgramContext context) => new([.. Parameter(operation, context, "shape").Numbers.Select(extent => checked((int)extent))]);

    private static double At(MilConstant factor, int place) => factor.Numbers.Length == 1 ? factor.Numbers[0] : factor.Numbers[place];

    private static int Packed(double[] bytes, int index, int bits)
    {
        long first = (long)index * bits;
        int at = (int)(first / 8), pair = (int)bytes[at] | (at + 1 < bytes.Length ? (int)bytes[at + 1] << 8 : 0);
        return (pair >> (int)(first % 8)) & ((1 << bits) - 1);
    }

    private static bool Has(Operation operation, string key) => operation.Attributes.ContainsKey(key) || operation.Inputs.ContainsKey(key);

    private static MilConstant Parameter(Operation operation, ProgramContext context, string key)
    {
        if (operation.Attributes.TryGetValue(key, out Value? value)) return MilConstant.Of(value, context.Blobs, key);
        return operation.Inputs.TryGetValue(key, out Argument? argument) && argument.Arguments.Count == 1 && context.ConstantOf(argument.Arguments[0]) is { } constant
            ? constant
            : throw Refuse(operation, $"has no constant '{key}'");
    }

    private static CoreMlException Refuse(Operation operation, string reason) =>
        new($"operation '{(operation.Outputs.Count > 0 ? operation.Outputs[0].Name : string.Empty)}' ({operation.Type}) {reason}");
}
