using System.Runtime.CompilerServices;
using RefCnn.CoreML;
using RefCnn.CoreML.Native.Foundation;
using RefCnn.CoreML.Native.Framework;
using RefCnn.CoreML.Native.ObjectiveC;
using RefCnn.InteropTests.StandIns;

namespace RefCnn.InteropTests;

/// <summary>Classes, selectors, messages, ownership.</summary>
public class ObjectiveCTests : StandInTests
{
    [StandInFact]
    public void ClassNamed_OfNoLibrary_NamesTheClass()
    {
        Action missing = () => ObjectiveCRuntime.ClassNamed("MLNothing");

        missing.Should().Throw<CoreMlException>().WithMessage("*'MLNothing'*");
    }

    [StandInFact]
    public void ReasonWithout_MissingClass_NamesTheClass() => CoreMlFramework.ReasonWithout("NSString", "MLNothing").Should().Contain("'MLNothing'");

    [StandInFact]
    public void ReasonWithout_ClassesThatAreThere_IsNull() => CoreMlFramework.ReasonWithout("NSString", "MLModel").Should().BeNull();

    [StandInFact]
    public void Selector_OfTheSameName_IsTheSame() => Selector.Of("count").Should().Be(Selector.Of("count")).And.NotBe(Selector.Of("length"));

    [StandInFact]
    public void Message_ToNil_GivesZero() => Send.Integer(default, Selector.Of("count")).Should().Be(0);

    [StandInTheory]
    [InlineData("")]
    [InlineData("input0")]
    [InlineData("naïve ∑ 日本 🐈")]
    public void String_ThereAndBack_IsTheSame(string text)
    {
        using AutoreleasePool pool = AutoreleasePool.Open();

        NSString.Read(NSString.Of(text)).Should().Be(text);
    }

    [StandInFact]
    public void String_WithAZero_KeepsItsLength()
    {
        using AutoreleasePool pool = AutoreleasePool.Open();

        ((long)Send.Integer(NSString.Of("a\0b"), Selector.Of("length"))).Should().Be(3);
    }

    [StandInFact]
    public void Numbers_ThereAndBack_AreTheSame()
    {
        using AutoreleasePool pool = AutoreleasePool.Open();
        long[] values = [0, 1, -7, 1L << 40, long.MinValue, long.MaxValue];

        NSArray.Read(NSArray.Of(values)).Should().Equal(values);
    }

    [StandInFact]
    public void NoNumbers_ThereAndBack_AreNone()
    {
        using AutoreleasePool pool = AutoreleasePool.Open();

        NSArray.Read(NSArray.Of([])).Should().BeEmpty();
    }

    [StandInFact]
    public void Dictionary_ByKey_FindsItsValue()
    {
        using AutoreleasePool pool = AutoreleasePool.Open();
        Id dictionary = NSDictionary.Of([NSString.Of("a"), NSString.Of("b")], [NSString.Of("first"), NSString.Of("second")]);

        NSString.Read(NSDictionary.Find(dictionary, "b")).Should().Be("second");
        NSDictionary.Find(dictionary, "c").IsNil.Should().BeTrue();
    }

    [StandInFact]
    public void Location_OfAPath_HasThePath()
    {
        using AutoreleasePool pool = AutoreleasePool.Open();

        NSUrl.PathOf(NSUrl.OfFile("/some folder/ç 50%.mlmodel")).Should().Be("/some folder/ç 50%.mlmodel");
    }

    [StandInFact]
    public void Pool_WhenDrained_ReleasesWhatWasAutoreleased()
    {
        using (AutoreleasePool.Open())
        {
            Lifetime.Autorelease(NewConfiguration());
            LiveObjects.Should().Be(1);
        }

        LiveObjects.Should().Be(0);
    }

    [StandInFact]
    public void Pool_Inside_ReleasesOnlyItsOwn()
    {
        using (AutoreleasePool.Open())
        {
            Lifetime.Autorelease(NewConfiguration());
            using (AutoreleasePool.Open()) Lifetime.Autorelease(NewConfiguration());
            LiveObjects.Should().Be(1);
        }
    }

    [StandInFact]
    public void RetainedObject_OutlivesThePool_UntilDisposed()
    {
        RetainedObject retained;
        using (AutoreleasePool.Open()) retained = new RetainedObject(Lifetime.Autorelease(NewConfiguration()));
        LiveObjects.Should().Be(1);

        retained.Dispose();

        LiveObjects.Should().Be(0);
    }

    [StandInFact]
    public void RetainedObject_Forgotten_IsReleasedByTheCollector()
    {
        Forget();

        GC.Collect();
        GC.WaitForPendingFinalizers();

        LiveObjects.Should().Be(0);
    }

    [StandInFact]
    public unsafe void MultiArray_OverMemory_HasEveryArgument()
    {
        using AutoreleasePool pool = AutoreleasePool.Open();
        float* memory = stackalloc float[6];

        Id array = MLMultiArray.Over(memory, [2, 3, 1], "x");

        Send.Integer(array, Selector.Of("dataPointer")).Should().Be((nint)memory);
        ((long)Send.Integer(array, Selector.Of("dataType"))).Should().Be(65568);
        NSArray.Read(Send.Object(array, Selector.Of("shape"))).Should().Equal(2, 3, 1);
        NSArray.Read(Send.Object(array, Selector.Of("strides"))).Should().Equal(3, 1, 1);
    }

    [StandInFact]
    public unsafe void MultiArray_OverNothing_GivesTheError()
    {
        using AutoreleasePool pool = AutoreleasePool.Open();
        Action refused = () => MLMultiArray.Over(null, [1], "x");

        CoreMlErrorException error = refused.Should().Throw<CoreMlErrorException>().WithMessage("*'x'*there is no data (com.apple.CoreML 7)").Which;
        error.Domain.Should().Be("com.apple.CoreML");
        error.Code.Should().Be(7);
        LiveObjects.Should().Be(0);
    }

    private static long LiveObjects => StandInLibrary.LiveObjects();

    private static Id NewConfiguration() => Lifetime.New(ObjectiveCRuntime.ClassNamed("MLModelConfiguration"));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        Id made = NewConfiguration();
        _ = new RetainedObject(made);
        Lifetime.Release(made);
    }
}
