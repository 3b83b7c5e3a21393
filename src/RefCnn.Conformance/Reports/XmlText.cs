using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance.Reports;

/// <summary>Texts, numbers and files of reports in XML.</summary>
internal static class XmlText
{
    /// <summary>A text without the characters that XML 1.0 cannot hold even as references.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)));

    /// <summary>Writes a document, without the byte-order mark that some readers of JUnit XML trip over.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="RefCnnException">The file cannot be written; one that was there is whole.</exception>
    public static void Write(XDocument document, string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true });
        document.Save(writer);
    });

    /// <summary>Seconds.</summary>
    /// <param name="milliseconds">Milliseconds.</param>
    public static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>What a case says beside its verdict, in one line.</summary>
    /// <param name="result">The case.</param>
    public static string Line(CaseResult result) => Of(string.Create(CultureInfo.InvariantCulture,
        $"{VerificationReport.Name(result.Verdict)}{(result.Margin is { } margin ? $", margin {margin:G3}" : "")}{(result.Message.Length > 0 ? $": {result.Message}" : "")}"));
}
