using System.Collections;
using System.Reflection;
using System.Text.Json;
using RefCnn.Core.Layers;

namespace RefCnn.Cli.Coverage;

/// <summary>What some vector must have of one parameter of a layer kind: each value of an enumeration, another value than the default, each side of a window, ….</summary>
/// <param name="Parameter">The parameter's name in JSON.</param>
/// <param name="Value">What is asked of it, in words.</param>
/// <param name="Holds">Whether a value has it.</param>
/// <param name="Demanded">Whether the parameter has no default: then vectors must have two values of it.</param>
internal sealed record ParameterAspect(string Parameter, string Value, Func<object?, bool> Holds, bool Demanded = false)
{
    /// <summary>Everything that is asked of the parameters of a kind, which are those of its record's constructor.</summary>
    /// <param name="kind">The kind.</param>
    public static IEnumerable<(PropertyInfo Property, ParameterAspect Aspect)> Of(LayerKind kind) =>
        from parameter in kind.Type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters()
        from aspect in Of(parameter, JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!))
        select (kind.Type.GetProperty(parameter.Name!)!, aspect);

    private static IEnumerable<ParameterAspect> Of(ParameterInfo parameter, string name)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type.IsEnum)
            return Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(number => Enum.ToObject(type, number)).Select(value => new ParameterAspect(name, JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!), value.Equals));
        if (type == typeof(bool)) return [new(name, "true", true.Equals), new(name, "false", false.Equals)];
        if (type == typeof(Window2D)) return Window(name);
        if (!parameter.HasDefaultValue) return [new(name, "given", _ => true, Demanded: true)];
        if (parameter.DefaultValue is null && (!type.IsValueType || type != parameter.ParameterType)) return [new(name, "given", value => value is not null), new(name, "left out", value => value is null)];

        // Reflection gives the default of a structure, all zeros, as null.
        object usual = parameter.DefaultValue ?? (type == typeof(Size2D) ? default(Size2D) : throw new NotSupportedException($"parameter '{name}': the default of a {type.Name} is not known here"));
        return [new(name, "default", value => Same(value, usual)), new(name, "another", value => !Same(value, usual))];
    }

    private static IEnumerable<ParameterAspect> Window(string name)
    {
        ParameterAspect Asks(string value, Func<Window2D, bool> holds) => new(name, value, window => holds((Window2D)window!));
        return
        [
            Asks("kernel not square", window => window.Kernel.Height != window.Kernel.Width),
            Asks("kernel even", window => window.Kernel.Height % 2 == 0 || window.Kernel.Width % 2 == 0),
            Asks("stride above 1", window => window.Stride != Size2D.One),
            Asks("strides differ", window => window.Stride.Height != window.Stride.Width),
            Asks("dilation above 1", window => window.Dilation != Size2D.One),
            Asks("padding", window => window.Padding != default),
            Asks("paddings differ", window => window.Padding.Top != window.Padding.Bottom || window.Padding.Left != window.Padding.Right),
        ];
    }

    /// <summary>Whether two values of a parameter are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool Same(object? left, object? right) => left is IStructuralEquatable equatable
        ? equatable.Equals(right, StructuralComparisons.StructuralEqualityComparer)
        : Equals(left, right);
}
