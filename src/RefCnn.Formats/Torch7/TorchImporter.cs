using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Serialization;

namespace RefCnn.Formats.Torch7;

/// <summary>Imports networks that Torch7 saved with torch.save, in binary or ASCII: a module, or a table that holds one as <c>model</c>.</summary>
internal static class TorchImporter
{
    private const string InputName = "input";

    /// <summary>Imports a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The shape of the input, which the file does not say.</param>
    /// <exception cref="ModelFormatException">The file cannot be read, or has something that cannot be imported.</exception>
    public static ImportedModel Load(string path, ImportOptions options)
    {
        if (options.WeightsPath is not null) throw new ModelFormatException(path, null, "a Torch7 network has its weights in itself; leave out --weights");
        object? root = Read(path);
        if (root is TorchTable table) root = table["model"] ?? table["net"] ?? table["network"];
        if (root is not TorchObject module) throw new ModelFormatException(path, null, "holds no module; expected one, or a table that has one as 'model'");
        var builder = new NetworkBuilder(Path.GetFileNameWithoutExtension(path));
        var shapes = new InputShapes(path, options);
        int input = builder.Add(InputName, new Input(shapes.Of(InputName, null)));
        shapes.RefuseOthers();
        int[] outputs = new TorchModule(path, builder).Apply(module, string.Empty, [input]);
        for (int i = 0; i < outputs.Length; i++)
        {
            int node = outputs[i] == input ? builder.Add($"output{i + 1}", new Identity(), input) : outputs[i];
            builder.Output(i == 0 ? "output" : $"output{i + 1}", node);
        }

        try
        {
            return new ImportedModel(builder.Build(), []);
        }
        catch (NetworkException fault)
        {
            throw new ModelFormatException(path, null, fault.Message, fault);
        }
    }

    private static object? Read(string path)
    {
        try
        {
            byte[] data = InputFile.ReadAll(path);
            return new TorchReader(new TorchInput(data, TorchReader.IsAscii(data))).Read();
        }
        catch (InvalidDataException fault)
        {
            throw new ModelFormatException(path, null, $"is not a Torch7 file that can be read: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {fault.Message}", fault);
        }
    }
}
