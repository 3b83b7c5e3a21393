using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using RefCnn.Applications;
using RefCnn.Cli.Applications;
using RefCnn.Core;
using RefCnn.Networks.Detection;
using Spectre.Console;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn detect</c>: finds objects.</summary>
internal static class DetectCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var view = new ViewOptions();
        var model = new ModelOptions("dish-detector");
        var find = new FindChoice();
        var pictures = new PictureChoice();
        var command = new ExampleCommand(
            "detect",
            "Finds objects in a picture with a network in the way of YOLOv2.",
            "detect meal.png --output boxes.png",
            "detect meal.png --json",
            "detect --model yolov2.onnx --labels coco.txt --scale 0.00392157 street.jpg --output boxes.png");
        view.AddTo(command);
        model.AddTo(command);
        find.AddTo(command);
        pictures.AddTo(command, withResize: false);
        command.SetAction((parsed, cancellation) =>
        {
            IBackend engine = view.EngineOf(parsed);
            Tensor<float> picture = view.Read(parsed);
            Network network = model.Source(parsed).Load().Network;
            FindOptions options = find.Of(parsed, network);
            Func<int, string> names = find.Names(parsed, network);
            ImmutableArray<DetectedBox> boxes;
            using (var status = new StatusLine(terminal))
            using (ICompiledNetwork detector = engine.Compile(network, view.CompileOf(parsed), cancellation))
                boxes = ObjectFinder.Find(detector, pictures.OptionsFor(parsed, Samples.Of(network)), picture, options, new NodeProgress(status, 0, 1, view.ImageOf(parsed)), cancellation);
            view.Show(
                parsed,
                picture,
                draw: () => Draw(picture, boxes, names),
                printJson: () => terminal.Output.Write(Json(view.ImageOf(parsed), picture.Shape, boxes, names)),
                printTable: () => Print(terminal, picture.Shape, boxes, names));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static void Draw(Tensor<float> picture, ImmutableArray<DetectedBox> boxes, Func<int, string> names)
    {
        var painter = new BoxPainter(picture);
        foreach (DetectedBox box in boxes.Reverse()) painter.Draw(box, string.Create(CultureInfo.InvariantCulture, $"{names(box.Class)} {box.Score:F2}"));
    }

    private static string Json(string image, Shape shape, ImmutableArray<DetectedBox> boxes, Func<int, string> names) => JsonList.Object(json =>
    {
        json.WriteString("image", image);
        json.WriteNumber("width", shape.Width);
        json.WriteNumber("height", shape.Height);
        var objects = new JsonList();
        foreach (DetectedBox box in boxes)
        {
            objects.Add(item =>
            {
                item.WriteNumber("class", box.Class);
                item.WriteString("label", names(box.Class));
                item.WriteNumber("score", box.Score);
                BoxJson.Write(item, box, shape);
            });
        }

        objects.WriteTo(json, "objects");
    });

    private static void Print(Terminal terminal, Shape shape, ImmutableArray<DetectedBox> boxes, Func<int, string> names)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("object");
        foreach (string heading in (string[])["score", "left", "top", "right", "bottom"]) table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right });
        foreach (DetectedBox box in boxes)
        {
            var place = PixelBox.Of(box, shape.Width, shape.Height);
            table.AddRow([.. ((FormattableString[])[$"{names(box.Class)}", $"{box.Score:F3}", $"{place.Left}", $"{place.Top}", $"{place.Right}", $"{place.Bottom}"])
                .Select(cell => new Text(FormattableString.Invariant(cell)))]);
        }

        if (boxes.IsEmpty) terminal.WriteLine("nothing was found");
        else terminal.Write(table);
    }
}
