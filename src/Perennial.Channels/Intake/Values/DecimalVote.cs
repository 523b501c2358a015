namespace Perennial.Channels.Intake.Values;

/// <summary>Decides from a file's amounts whether the point or the comma is its decimal mark.</summary>
/// <remarks>
/// "1.234,56" and "12,5" say comma; "1,234.56", "12.5" and "0.125" say point; "1,234" and "1.234" could be either
/// and say nothing alone.
/// </remarks>
public sealed class DecimalVote
{
    long point;
    long comma;

    /// <summary>An amount that could be either, if one was seen.</summary>
    public string? Unclear { get; private set; }

    /// <summary>True unless all that was seen could be either.</summary>
    public bool Decided => Unclear is null || point > 0 || comma > 0;

    /// <summary>Looks at one amount.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        var number = MoneyText.Bare(text, out _, out _);
        var lastPoint = number.LastIndexOf((byte)'.');
        var lastComma = number.LastIndexOf((byte)',');
        if (lastPoint < 0 && lastComma < 0) return;
        if (lastPoint >= 0 && lastComma >= 0)
        {
            Count(lastPoint > lastComma ? DecimalMark.Point : DecimalMark.Comma);
            return;
        }
        var (mark, other) = lastPoint >= 0
            ? (DecimalMark.Point, DecimalMark.Comma) : (DecimalMark.Comma, DecimalMark.Point);
        var at = Math.Max(lastPoint, lastComma);
        if (number[..at].Contains(number[at])) Count(other);
        else if (number.Length - at - 1 != 3 || at is 0 or > 3 || number[0] == '0') Count(mark);
        else Unclear ??= Text8.Shown(text);
    }

    /// <summary>The decimal mark; null if the amounts leave it open.</summary>
    /// <param name="whenNoMark">What to assume of amounts without any mark.</param>
    public DecimalMark? Result(DecimalMark whenNoMark)
    {
        if (!Decided) return null;
        if (point == 0 && comma == 0) return whenNoMark;
        return point >= comma ? DecimalMark.Point : DecimalMark.Comma;
    }

    void Count(DecimalMark mark)
    {
        if (mark == DecimalMark.Point) point++;
        else comma++;
    }
}
