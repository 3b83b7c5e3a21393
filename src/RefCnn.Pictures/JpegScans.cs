using System.Buffers.Binary;

namespace RefCnn.Pictures;

/// <summary>
/// How often a JPEG goes over its picture. A progressive one may do so many times in few bytes, which decodes for seconds; encoders write about ten scans.
/// </summary>
internal static class JpegScans
{
    /// <summary>The most that are decoded.</summary>
    public const int Most = 32;

    private const byte Marker = 0xFF, EndOfImage = 0xD9, StartOfScan = 0xDA;

    /// <summary>Counts the scans of the first picture; what follows its end, or a segment that is cut short, is not looked at.</summary>
    /// <param name="file">The file.</param>
    public static int Count(ReadOnlySpan<byte> file)
    {
        int scans = 0;
        for (int place = 2; place + 4 <= file.Length;)
        {
            byte kind = file[place + 1];
            if (file[place] != Marker || kind == Marker)
            {
                place++;
                continue;
            }

            if (kind == EndOfImage) break;
            if (kind == StartOfScan) scans++;

            // Within a scan, 0 marks a sample of 255, and D0 to D7 where decoding may begin anew.
            bool hasLength = kind is not (0 or 1 or (>= 0xD0 and <= 0xD8));
            place += 2 + (hasLength ? BinaryPrimitives.ReadUInt16BigEndian(file[(place + 2)..]) : 0);
        }

        return scans;
    }
}
