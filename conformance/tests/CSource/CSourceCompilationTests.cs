using System.Text;
using RefCnn.Conformance;
using RefCnn.ConformanceTests.Cli;
using RefCnn.ConformanceTests.Networks;
using RefCnn.Core;
using RefCnn.Formats.CSource;
using RefCnn.Formats.CSource.Emit;
using RefCnn.Formats.CSource.Native;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.CSource;

/// <summary>What compilers and sanitizers say of the C of every layer vector, and of networks of many layers.</summary>
public class CSourceCompilationTests : TemporaryFolder
{
    private static readonly string[] Usual = ["gcc", "clang"];
    private static readonly string[] Strict = ["-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-pedantic", "-Werror"];

    // Networks of one layer, and of many.
    private static readonly Lazy<(CProgram Program, Tensor<float>[] Inputs)[]> All = new(() =>
    [
        .. VectorSet.Load(VectorFiles.FindDirectory()).Cases.Where(vector => vector.Expected is Expectation.Valid)
            .Select(vector => (Network: LayerVerifier.NetworkOf(vector), Inputs: vector.Inputs.ToArray()))
            .Concat(Enumerable.Range(0, 60).Select(RandomNetwork.Of).Select(network => (Network: network, Inputs: SeededInputs.Of(network).Values.ToArray())))
            .Select((entry, i) => (new CProgram(entry.Network, $"net{i}", $"net{i}_"), entry.Inputs)),
    ]);

    /// <summary>The compilers of this machine, each with a BLAS and without.</summary>
    public static TheoryData<string, string> Compilers
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string compiler in Named())
            {
                rows.Add(compiler, "-DREFCNN_NO_BLAS");
                rows.Add(compiler, "-DREFCNN_WITH_BLAS");
            }

            return rows;
        }
    }

    [CompilerTheory]
    [MemberData(nameof(Compilers))]
    public void EveryVectorAndRandomNetwork_CompilesWithoutAWarning(string compiler, string definition)
    {
        File.WriteAllText(FileAt("all.c"), CUnit.Source([.. All.Value.Select(entry => entry.Program)]));

        (int code, string errors) = Run(compiler, [.. Strict, "-O1", definition, "-c", "all.c", "-o", "all.o"]);

        errors.Should().BeEmpty();
        code.Should().Be(0);
    }

    [SanitizerFact]
    public void EveryVectorAndRandomNetwork_RunsCleanUnderAddressAndUndefinedBehaviourSanitizers()
    {
        File.WriteAllText(FileAt("all.c"), CUnit.Source([.. All.Value.Select(entry => entry.Program)]) + Driver());
        (int built, string refusal) = Run("cc", ["-std=c99", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-DREFCNN_NO_BLAS", "all.c", "-o", "all", "-lm"]);

        (int code, string errors) = Run(FileAt("all"), []);

        refusal.Should().BeEmpty();
        built.Should().Be(0);
        errors.Should().BeEmpty();
        code.Should().Be(0);
    }

    [CompilerTheory]
    [InlineData("squeezenet")]
    [InlineData("conv-deconv-reduced-in")]
    [InlineData("mobilenet")]
    public void NetworkOfTheZoo_CompilesWithoutAWarning(string network)
    {
        CSourceWriter.Write(Zoo.Find(network).Build(), FileAt("net.c"), new CSourceOptions());

        foreach (string compiler in Named())
        {
            (int code, string errors) = Run(compiler, [.. Strict, "-O1", "-c", "net.c", "-o", "net.o"]);

            errors.Should().BeEmpty();
            code.Should().Be(0);
        }
    }

    private static string[] Named()
    {
        string[] named = [.. Usual.Where(CTools.Exists)];
        return named.Length > 0 ? named : ["cc"];
    }

    // Arrays are exactly as long as the network says, so that a step beyond one is seen.
    private static string Driver()
    {
        var text = new StringBuilder("#include <stdlib.h>\n\nint main(void)\n{\n");
        for (int i = 0; i < All.Value.Length; i++)
        {
            (CProgram program, Tensor<float>[] given) = All.Value[i];
            text.Append($"    {{ /* {CLiteral.Comment(program.Network.Name)} */\n");
            Tensor<float>[] inputs = program.InputNames.Count == 0 ? [] : given;
            for (int k = 0; k < inputs.Length; k++) AppendInput(text, k, inputs[k]);
            int[] outputs = [.. program.Network.Outputs.Select(output => program.Network.Shapes[output.Node].Count)];
            for (int k = 0; k < outputs.Length; k++) text.Append($"        float *y{k} = malloc({Math.Max(1, outputs[k] * sizeof(float))});\n");
            text.Append($"        if ({program.Name}_forward({string.Join(", ", inputs.Select((_, k) => $"x{k}").Concat(outputs.Select((_, k) => $"y{k}")))}) != 0) return {(i % 100) + 1};\n");
            for (int k = 0; k < inputs.Length; k++) text.Append($"        free(x{k});\n");
            for (int k = 0; k < outputs.Length; k++) text.Append($"        free(y{k});\n");
            text.Append("    }\n");
        }

        return text.Append("    return 0;\n}\n").ToString();
    }

    private static void AppendInput(StringBuilder text, int number, Tensor<float> input)
    {
        string values = input.Count == 0 ? "0" : string.Join(", ", input.Values.Select(CLiteral.Exact));
        text.Append($"        static const float values{number}[] = {{{values}}};\n        float *x{number} = malloc({Math.Max(1, input.Count * sizeof(float))});\n");
        text.Append($"        for (int i = 0; i < {input.Count}; i++) x{number}[i] = values{number}[i];\n");
    }

    private (int Code, string Errors) Run(string program, string[] arguments) => CTools.Run(program, Path.GetDirectoryName(FileAt("x"))!, arguments);
}
