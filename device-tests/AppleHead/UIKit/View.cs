using RefCnn.AppleHead.ObjectiveC;
using RefCnn.CoreML.Native.Foundation;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.AppleHead.UIKit;

/// <summary>The few views of UIKit that the app shows. All is called on the main thread; views are owned by the view that they are in.</summary>
internal static class View
{
    private const nint StateNormal = 0, TouchUpInside = 1 << 6, SystemButton = 1, Vertical = 1, FillEqually = 1, Centre = 1;

    private static readonly string[] Edges = ["topAnchor", "leadingAnchor", "bottomAnchor", "trailingAnchor"];

    /// <summary>A text in the middle of a coloured field.</summary>
    /// <param name="size">The font's size in points.</param>
    public static Id Label(double size)
    {
        Id label = Lifetime.New(ObjectiveCRuntime.ClassNamed("UILabel"));
        Send.Nothing(label, Selector.Of("setTextAlignment:"), Centre);
        Send.Nothing(label, Selector.Of("setNumberOfLines:"), 0);
        UiSend.Set(label, Selector.Of("setFont:"), Font(size, weight: 0.4));
        return label;
    }

    /// <summary>A long text that scrolls.</summary>
    /// <param name="size">The font's size in points.</param>
    public static Id Text(double size)
    {
        Id text = Lifetime.New(ObjectiveCRuntime.ClassNamed("UITextView"));
        UiSend.Set(text, Selector.Of("setEditable:"), 0);
        UiSend.Set(text, Selector.Of("setFont:"), Font(size, weight: 0));
        return text;
    }

    /// <summary>A button.</summary>
    /// <param name="title">What it says.</param>
    /// <param name="target">Told of a tap.</param>
    /// <param name="action">By this message, with the button.</param>
    public static Id Button(string title, Id target, string action)
    {
        Id button = Send.Object(ObjectiveCRuntime.ClassNamed("UIButton"), Selector.Of("buttonWithType:"), (long)SystemButton);
        UiSend.SetForState(button, Selector.Of("setTitle:forState:"), NSString.Of(title), StateNormal);
        UiSend.AddTarget(button, Selector.Of("addTarget:action:forControlEvents:"), target, Selector.Of(action), TouchUpInside);
        return button;
    }

    /// <summary>Views below or beside each other.</summary>
    /// <param name="vertical">Below each other; else beside each other, all of the same width.</param>
    /// <param name="views">The views.</param>
    public static Id Stack(bool vertical, params ReadOnlySpan<Id> views)
    {
        Id stack = Lifetime.New(ObjectiveCRuntime.ClassNamed("UIStackView"));
        if (vertical) Send.Nothing(stack, Selector.Of("setAxis:"), Vertical);
        else Send.Nothing(stack, Selector.Of("setDistribution:"), FillEqually);
        UiSend.Set(stack, Selector.Of("setSpacing:"), 8.0);
        foreach (Id view in views) UiSend.Set(stack, Selector.Of("addArrangedSubview:"), view);
        return stack;
    }

    /// <summary>Puts a view into another, and keeps it as large as that one's part that neither notch nor bars cover.</summary>
    /// <param name="parent">The outer view.</param>
    /// <param name="child">The inner view.</param>
    public static void Fill(Id parent, Id child)
    {
        UiSend.Set(child, Selector.Of("setTranslatesAutoresizingMaskIntoConstraints:"), 0);
        UiSend.Set(parent, Selector.Of("addSubview:"), child);
        Id guide = Send.Object(parent, Selector.Of("safeAreaLayoutGuide"));
        foreach (string edge in Edges)
        {
            Id constraint = UiSend.Object(
                Send.Object(child, Selector.Of(edge)), Selector.Of("constraintEqualToAnchor:constant:"), Send.Object(guide, Selector.Of(edge)), edge is "topAnchor" or "leadingAnchor" ? 8.0 : -8.0);
            UiSend.Set(constraint, Selector.Of("setActive:"), 1);
        }
    }

    /// <summary>Sets a label's or a text view's text.</summary>
    public static void SetText(Id view, string text) => UiSend.Set(view, Selector.Of("setText:"), NSString.Of(text));

    /// <summary>Sets the colour behind a view.</summary>
    public static void SetBackground(Id view, Colour colour) => UiSend.Set(view, Selector.Of("setBackgroundColor:"), colour.ToObject());

    /// <summary>Sets the colour of a label's or a text view's text.</summary>
    public static void SetTextColour(Id view, Colour colour) => UiSend.Set(view, Selector.Of("setTextColor:"), colour.ToObject());

    /// <summary>Lets a button be tapped, or not.</summary>
    public static void SetEnabled(Id button, bool enabled) => UiSend.Set(button, Selector.Of("setEnabled:"), enabled ? (byte)1 : (byte)0);

    private static Id Font(double size, double weight) =>
        UiSend.Object(ObjectiveCRuntime.ClassNamed("UIFont"), Selector.Of("monospacedSystemFontOfSize:weight:"), size, weight);
}

/// <summary>A colour; channels from 0 to 1.</summary>
internal readonly record struct Colour(double Red, double Green, double Blue)
{
    public static readonly Colour Idle = new(0.35, 0.35, 0.38), Running = new(0.10, 0.35, 0.75), Passed = new(0.05, 0.50, 0.20), Failed = new(0.75, 0.08, 0.10), Stopped = new(0.80, 0.45, 0.00),
        White = new(1, 1, 1), Black = new(0, 0, 0);

    /// <summary>The UIColor, autoreleased.</summary>
    public Id ToObject() => UiSend.Object(ObjectiveCRuntime.ClassNamed("UIColor"), Selector.Of("colorWithRed:green:blue:alpha:"), Red, Green, Blue, 1.0);
}
