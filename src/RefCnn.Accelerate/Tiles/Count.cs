using System.Runtime.InteropServices;

namespace RefCnn.Accelerate.Tiles;

/// <summary>
/// The numbers up to the rows of the largest tile, as types of so many bytes. The compiler knows a type's size before it reads what a branch holds, and drops the branch unread; a number that a
/// property gives comes too late for that, and what is dropped then has used up what it inlines in one method.
/// </summary>
internal static class Count
{
    [StructLayout(LayoutKind.Sequential, Size = 1)]
    public readonly struct One;

    [StructLayout(LayoutKind.Sequential, Size = 2)]
    public readonly struct Two;

    [StructLayout(LayoutKind.Sequential, Size = 3)]
    public readonly struct Three;

    [StructLayout(LayoutKind.Sequential, Size = 4)]
    public readonly struct Four;

    [StructLayout(LayoutKind.Sequential, Size = 5)]
    public readonly struct Five;

    [StructLayout(LayoutKind.Sequential, Size = 6)]
    public readonly struct Six;

    [StructLayout(LayoutKind.Sequential, Size = 7)]
    public readonly struct Seven;

    [StructLayout(LayoutKind.Sequential, Size = 8)]
    public readonly struct Eight;

    [StructLayout(LayoutKind.Sequential, Size = 9)]
    public readonly struct Nine;

    [StructLayout(LayoutKind.Sequential, Size = 10)]
    public readonly struct Ten;

    [StructLayout(LayoutKind.Sequential, Size = 11)]
    public readonly struct Eleven;

    [StructLayout(LayoutKind.Sequential, Size = 12)]
    public readonly struct Twelve;

    [StructLayout(LayoutKind.Sequential, Size = 13)]
    public readonly struct Thirteen;

    [StructLayout(LayoutKind.Sequential, Size = 14)]
    public readonly struct Fourteen;
}
