using System.Text;

namespace Perennial.Core.Demo.Pictures;

/// <summary>Writes a small SVG picture of 200 × 200 units, element by element, as compactly as it can.</summary>
sealed class SvgCanvas
{
    readonly StringBuilder svg;
    int shapes;

    internal SvgCanvas(string start = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 200'>") =>
        svg = new(start);

    internal SvgCanvas Circle(double x, double y, double r, string fill) =>
        Add($"<circle cx='{N(x)}' cy='{N(y)}' r='{N(r)}' fill='{fill}'/>");

    internal SvgCanvas Ellipse(double x, double y, double rx, double ry, string fill, double turn = 0) =>
        Add($"<ellipse cx='{N(x)}' cy='{N(y)}' rx='{N(rx)}' ry='{N(ry)}' fill='{fill}'{Turned(turn, x, y)}/>");

    internal SvgCanvas Box(
        double x, double y, double width, double height, double round, string fill, double turn = 0) =>
        Add($"<rect x='{N(x)}' y='{N(y)}' width='{N(width)}' height='{N(height)}' rx='{N(round)}' fill='{fill}'"
            + $"{Turned(turn, x + width / 2, y + height / 2)}/>");

    internal SvgCanvas Shape(string path, string fill) => Add($"<path d='{path}' fill='{fill}'/>");

    internal SvgCanvas Line(string path, string colour, double width) =>
        Add($"<path d='{path}' fill='none' stroke='{colour}' stroke-width='{N(width)}' stroke-linecap='round'/>");

    /// <summary>Copies of one shape around a point: petals.</summary>
    internal SvgCanvas Around(int count, double firstTurn, string element)
    {
        var name = NextShape();
        Add($"<g{(firstTurn == 0 ? "" : $" transform='rotate({N(firstTurn)})'")}><g id='{name}'>{element}</g>");
        for (var i = 1; i < count; i++) Add($"<use href='#{name}' transform='rotate({N(i * 360.0 / count)})'/>");
        return Add("</g>");
    }

    /// <summary>A name that no other shape of the picture has.</summary>
    internal string NextShape() => $"q{shapes++}";

    /// <summary>Keeps what is drawn until the matching <see cref="End"/> for <see cref="Use"/>.</summary>
    internal SvgCanvas Define(char name) => Add($"<defs><g id='{name}'>");

    internal SvgCanvas End() => Add("</g></defs>");

    internal SvgCanvas Use(char name, double x, double y, double scale = 1, double turn = 0, bool flip = false)
    {
        var rotate = turn == 0 ? "" : $"rotate({N(turn)})";
        var sized = flip ? $"scale({N(-scale)} {N(scale)})" : scale == 1 ? "" : $"scale({N(scale)})";
        return Add($"<use href='#{name}' transform='translate({N(x)} {N(y)}){rotate}{sized}'/>");
    }

    internal SvgCanvas Add(string element)
    {
        svg.Append(element);
        return this;
    }

    /// <summary>A number with at most two decimals and no needless zero.</summary>
    internal static string N(double value)
    {
        var text = Math.Round(value, Math.Abs(value) < 3 ? 2 : 1).ToString("0.##");
        return text.StartsWith("0.", StringComparison.Ordinal) ? text[1..]
            : text.StartsWith("-0.", StringComparison.Ordinal) ? "-" + text[2..] : text;
    }

    /// <summary>What was drawn, without the frame around it.</summary>
    public override string ToString() => svg.ToString();

    static string Turned(double turn, double x, double y) =>
        turn == 0 ? "" : $" transform='rotate({N(turn)} {N(x)} {N(y)})'";

    /// <summary>The picture as a <c>data:</c> address. Only what an address may not hold is escaped, which keeps it
    /// a third shorter than base64.</summary>
    internal string ToDataAddress() => "data:image/svg+xml," + svg.Append("</svg>")
        .Replace("%", "%25").Replace("#", "%23").Replace("<", "%3C").Replace(">", "%3E").Replace("\"", "%22")
        .ToString();
}
