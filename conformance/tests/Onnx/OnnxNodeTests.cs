using RefCnn.Formats;

namespace RefCnn.ConformanceTests.Onnx;

public class OnnxNodeTests
{
    public static TheoryData<string, bool> Computed => Cases(node => !node.HasVolumeWindow);

    public static TheoryData<string, bool> VolumeWindows => Cases(node => node.HasVolumeWindow);

    [SharedDataTheory]
    [MemberData(nameof(Computed))]
    public void Import_NodeOfOnnxsOwnTests_ComputesItsOutputs(string path, bool constantInputs) => new NodeCase(path, constantInputs).Check();

    [SharedDataTheory]
    [MemberData(nameof(VolumeWindows))]
    public void Import_WindowWithThreeSpatialAxes_IsRefusedWithTheReason(string path, bool constantInputs)
    {
        Action import = () => new NodeCase(path, constantInputs).Import();

        import.Should().Throw<ModelFormatException>().WithMessage("*node '*with 3 spatial axes; windows have 1 or 2*");
    }

    [SharedDataFact]
    public void List_AllCases_AreTested()
    {
        List<NodeCase> models = [.. NodeCase.ReadAll().Where(node => !node.Variant)];

        models.Count(node => node.Group == "core").Should().Be(340);
        models.Count(node => node.Group == "core5d").Should().Be(6);
        models.Where(node => node.HasVolumeWindow).Should().HaveCount(4).And.OnlyContain(node => node.Group == "core5d");
        NodeCase.ReadAll().Count(node => node.Variant).Should().Be(153);
        (Computed.Count + VolumeWindows.Count).Should().Be(340 + 6 + 153);
    }

    private static TheoryData<string, bool> Cases(Func<NodeCase, bool> belongs)
    {
        var data = new TheoryData<string, bool>();
        if (SharedData.Folder is null) return data;
        foreach (NodeCase node in NodeCase.ReadAll().Where(belongs)) data.Add(node.Path, node.Variant);
        return data;
    }
}
