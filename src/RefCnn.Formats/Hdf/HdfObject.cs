namespace RefCnn.Formats.Hdf;

/// <summary>A group or a dataset.</summary>
internal sealed class HdfObject
{
    private readonly HdfFile file;
    private readonly IReadOnlyList<HdfMessage> messages;
    private readonly Lazy<Dictionary<string, long>> links;

    /// <summary>Reads an object's header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">The header's address.</param>
    public HdfObject(HdfFile file, long address)
    {
        this.file = file;
        messages = HdfMessages.Read(file, address);
        links = new(() => HdfLinks.Read(file, messages));
    }

    /// <summary>The object at a path of groups, <c>model_weights/conv1</c>; or null where there is none.</summary>
    /// <param name="path">The path.</param>
    public HdfObject? Find(string path)
    {
        HdfObject here = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!here.links.Value.TryGetValue(name, out long address)) return null;
            here = file.Object(address);
        }

        return here;
    }

    /// <summary>The texts of an attribute; or null where there is none of the name.</summary>
    /// <param name="name">The name.</param>
    public string[]? Texts(string name)
    {
        HdfAttribute? found = messages.Where(message => message.Type == HdfMessageType.Attribute).Select(HdfAttribute.Of).Concat(Many()).FirstOrDefault(attribute => attribute.Name == name);
        return found?.Texts(file);
    }

    /// <summary>The dataset that this is.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public HdfDataset Dataset() => new(file, Message(HdfMessageType.Dataspace, "dataspace"), Message(HdfMessageType.Datatype, "datatype"), Message(HdfMessageType.Layout, "layout"), messages.FirstOrDefault(message => message.Type == HdfMessageType.Filters).Body);

    private byte[] Message(HdfMessageType type, string name)
    {
        HdfMessage message = messages.FirstOrDefault(candidate => candidate.Type == type);
        if (message.Body is null) throw new InvalidDataException($"a dataset has no {name}");
        return message.IsShared ? throw new InvalidDataException($"a dataset shares its {name} with others, which is not read") : message.Body;
    }

    private IEnumerable<HdfAttribute> Many()
    {
        foreach (HdfMessage message in messages.Where(message => message.Type == HdfMessageType.AttributeInfo))
        {
            foreach (byte[] body in HdfDense.Read(file, message.Body, sizeof(ushort))) yield return HdfAttribute.Of(new HdfMessage(HdfMessageType.Attribute, false, body));
        }
    }
}
