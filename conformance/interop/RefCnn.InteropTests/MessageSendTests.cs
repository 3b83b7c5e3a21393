using System.Runtime.InteropServices;
using RefCnn.CoreML.Native.ObjectiveC;
using RefCnn.InteropTests.StandIns;

namespace RefCnn.InteropTests;

/// <summary>The stand-in for <c>objc_msgSend</c> itself: it loses no argument, whether in a register of either kind or on the stack.</summary>
public partial class MessageSendTests : StandInTests
{
    [StandInFact]
    public void Message_WithMoreArgumentsThanRegisters_GivesThemAll()
    {
        double weighed = Weigh(
            ObjectiveCRuntime.ClassNamed("StandInArguments"), Selector.Of("weighIntegers:::::::doubles:::::::::"),
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);

        weighed.Should().Be(Enumerable.Range(1, 16).Sum(i => i * i));
    }

    [StandInFact]
    public void Message_ToNil_GivesZeroAsADouble() => Weigh(default, Selector.Of("doubleValue"), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).Should().Be(0);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = "objc_msgSend")]
    private static partial double Weigh(
        Id receiver, Selector selector, long a, long b, long c, long d, long e, long f, long g,
        double p, double q, double r, double s, double t, double u, double v, double w, double x);
}
