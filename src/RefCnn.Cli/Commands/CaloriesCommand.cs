using System.CommandLine;
using System.Globalization;
using RefCnn.Applications;
using RefCnn.Cli.Applications;
using RefCnn.Cli.Models;
using RefCnn.Core;
using RefCnn.Networks.Detection;
using Spectre.Console;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn calories</c>: estimates what a meal has.</summary>
internal static class CaloriesCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var view = new ViewOptions();
        var model = new ModelOptions("dish-detector");
        var estimator = new Option<string>("--estimator") { Description = "The network that estimates one dish.", HelpName = "FILE", DefaultValueFactory = _ => Samples.Prefix + "dish-calories" };
        var crop = new Option<string>("--crop")
        {
            Description = "What the estimator sees of a dish: a window of its size around it, or its box, resized.",
            DefaultValueFactory = _ => "window",
        };
        crop.AcceptOnlyFromAmong("window", "box");
        var find = new FindChoice();
        var pictures = new PictureChoice();
        var command = new ExampleCommand("calories", "Finds the dishes in a picture and estimates the calories of each.", "calories meal.png", "calories meal.png --output meal-calories.png --json");
        view.AddTo(command);
        model.AddTo(command);
        find.AddTo(command);
        pictures.AddTo(command, withResize: false);
        command.Options.Add(estimator);
        command.Options.Add(crop);
        command.SetAction((parsed, cancellation) =>
        {
            IBackend engine = view.EngineOf(parsed);
            Tensor<float> picture = view.Read(parsed);
            Network finder = model.Source(parsed).Load().Network, counter = new ModelSource(parsed.GetRequiredValue(estimator), null, new Dictionary<string, Shape>()).Load().Network;
            FindOptions found = find.Of(parsed, finder);
            var options = new FoodCalorieOptions(found.Anchors, found.Threshold, found.OverlapLimit, Enum.Parse<DishCrop>(parsed.GetRequiredValue(crop), ignoreCase: true));
            using ICompiledNetwork detecting = engine.Compile(finder, view.CompileOf(parsed), cancellation), estimating = engine.Compile(counter, view.CompileOf(parsed), cancellation);
            Meal meal = CalorieCounter.Count(detecting, estimating, pictures.OptionsFor(parsed, Samples.Of(finder)), picture, options, cancellation);
            Func<int, string> names = find.Names(parsed, counter);
            view.Show(
                parsed,
                picture,
                draw: () => Draw(picture, meal, names),
                printJson: () => terminal.Output.Write(Json(view.ImageOf(parsed), picture.Shape, meal, names)),
                printTable: () => Print(terminal, meal, names));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static void Draw(Tensor<float> picture, Meal meal, Func<int, string> names)
    {
        var painter = new BoxPainter(picture);
        foreach (Dish dish in meal.Dishes.Reverse()) painter.Draw(dish.Box with { Class = dish.Category }, $"{names(dish.Category)} {Rounded(dish.Calories)} kcal");
        painter.DrawFoot($"total {Rounded(meal.TotalCalories)} kcal");
    }

    private static string Json(string image, Shape shape, Meal meal, Func<int, string> names) => JsonList.Object(json =>
    {
        json.WriteString("image", image);
        json.WriteNumber("width", shape.Width);
        json.WriteNumber("height", shape.Height);
        json.WriteNumber("totalKilocalories", meal.TotalCalories);
        var dishes = new JsonList();
        foreach (Dish dish in meal.Dishes)
        {
            dishes.Add(item =>
            {
                item.WriteNumber("class", dish.Category);
                item.WriteString("label", names(dish.Category));
                item.WriteNumber("probability", dish.Probability);
                item.WriteNumber("kilocalories", dish.Calories);
                item.WriteNumber("score", dish.Box.Score);
                BoxJson.Write(item, dish.Box, shape);
            });
        }

        dishes.WriteTo(json, "dishes");
    });

    private static void Print(Terminal terminal, Meal meal, Func<int, string> names)
    {
        if (meal.Dishes.IsEmpty)
        {
            terminal.WriteLine("no dish was found");
            return;
        }

        var table = new Table { Border = TableBorder.Simple, ShowFooters = true };
        table.AddColumn(new TableColumn("dish") { Footer = new Text("total") });
        table.AddColumn(new TableColumn("probability") { Alignment = Justify.Right });
        table.AddColumn(new TableColumn("kcal") { Alignment = Justify.Right, Footer = new Text(Rounded(meal.TotalCalories)) });
        foreach (Dish dish in meal.Dishes)
            table.AddRow(new Text(names(dish.Category)), new Text(dish.Probability.ToString("F3", CultureInfo.InvariantCulture)), new Text(Rounded(dish.Calories)));
        terminal.Write(table);
    }

    private static string Rounded(double kilocalories) => kilocalories.ToString("F0", CultureInfo.InvariantCulture);
}
