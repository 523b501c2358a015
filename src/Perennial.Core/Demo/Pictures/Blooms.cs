namespace Perennial.Core.Demo.Pictures;

/// <summary>The colours of a flower: petals, their lit and shaded sides, and the heart.</summary>
sealed record Tint(string Petal, string Light, string Shade, string Heart)
{
    internal static readonly Tint Red = new("#d3283f", "#ea5a68", "#9c1730", "#7d0f25");
    internal static readonly Tint Pink = new("#f08fb0", "#f9bccf", "#d9658f", "#f7d774");
    internal static readonly Tint Blush = new("#f7c8cf", "#fde4e6", "#e39fac", "#f2b66d");
    internal static readonly Tint White = new("#fbf8f1", "#ffffff", "#e2dccb", "#f3c94c");
    internal static readonly Tint Cream = new("#fbe7bd", "#fff5dd", "#e9c884", "#d99a3c");
    internal static readonly Tint Yellow = new("#f8c83a", "#fde07f", "#dd9f1c", "#a8631a");
    internal static readonly Tint Orange = new("#f28b3c", "#f9b273", "#cf6420", "#8c3b12");
    internal static readonly Tint Coral = new("#f2735f", "#f9a394", "#cd4a3e", "#f7d774");
    internal static readonly Tint Purple = new("#8f5fb8", "#b892d6", "#663b8f", "#f3d35b");
    internal static readonly Tint Lilac = new("#c3a5e0", "#e0cff0", "#9a76c2", "#f3d35b");
    internal static readonly Tint Blue = new("#7797d8", "#a9bfea", "#4c6cb3", "#f6e27f");
    internal static readonly Tint Plum = new("#8c2a5c", "#b9588a", "#611a3f", "#f3c94c");
}

/// <summary>Kinds of flower heads.</summary>
enum Bloom
{
    Rose, Tulip, Peony, Daisy, Sunflower, Lily, Anemone, Ranunculus, Carnation, Hydrangea, Daffodil, Orchid, Lavender,
    Hyacinth, Berry, Gypsophila,
}

/// <summary>Draws flower heads around the origin, about 20 units in radius.</summary>
static class Blooms
{
    internal static SvgCanvas Draw(SvgCanvas on, Bloom bloom, Tint tint) => bloom switch
    {
        Bloom.Rose => Rose(on, tint),
        Bloom.Tulip => Tulip(on, tint),
        Bloom.Peony => Peony(on, tint),
        Bloom.Daisy => Daisy(on, tint),
        Bloom.Sunflower => Sunflower(on, tint),
        Bloom.Lily => Lily(on, tint),
        Bloom.Anemone => Anemone(on, tint),
        Bloom.Ranunculus => Ranunculus(on, tint),
        Bloom.Carnation => Carnation(on, tint),
        Bloom.Hydrangea => Hydrangea(on, tint),
        Bloom.Daffodil => Daffodil(on, tint),
        Bloom.Orchid => Orchid(on, tint),
        Bloom.Lavender => Spike(on, tint, 8, 3.1),
        Bloom.Hyacinth => Spike(on, tint, 7, 5.4),
        Bloom.Berry => Berry(on, tint),
        Bloom.Gypsophila => Gypsophila(on, tint),
        _ => throw new ArgumentOutOfRangeException(nameof(bloom), bloom, "Not a bloom."),
    };

    static SvgCanvas Rose(SvgCanvas on, Tint t) => on
        .Around(5, 18, $"<circle cx='0' cy='-10' r='10.5' fill='{t.Shade}'/>")
        .Around(5, 54, $"<circle cx='0' cy='-8' r='9' fill='{t.Petal}'/>")
        .Circle(0, 0, 11, t.Petal)
        .Shape("M-10-3a10 10 0 0 1 18-4a13 13 0 0 0-18 4z", t.Light)
        .Line("M-1 0a2.5 2.5 0 0 1 4 2a5.5 5.5 0 0 1-10 1a8 8 0 0 1 3-11M9 0a9 9 0 0 1-12 9", t.Shade, 1.9);

    static SvgCanvas Tulip(SvgCanvas on, Tint t) => on
        .Shape("M0 18C-17 18-19-4-13-19C-7-14-3-10 0-5C3-10 7-14 13-19C19-4 17 18 0 18z", t.Shade)
        .Shape("M0 18C-15 16-17-3-13-17C-3-7-1 4 0 18z", t.Petal)
        .Shape("M0 18C-10 8-10-9 0-21C10-9 10 8 0 18z", t.Light)
        .Line("M0 12V-8", t.Petal, 1.4);

    static SvgCanvas Peony(SvgCanvas on, Tint t) => on
        .Around(9, 0, $"<circle cx='0' cy='-13' r='7.5' fill='{t.Shade}'/>")
        .Around(8, 20, $"<circle cx='0' cy='-10' r='7' fill='{t.Petal}'/>")
        .Around(6, 0, $"<circle cx='0' cy='-5.5' r='5.5' fill='{t.Light}'/>")
        .Around(3, 30, $"<circle cx='0' cy='-2' r='3' fill='{t.Petal}'/>")
        .Circle(0, 0, 2, t.Heart);

    static SvgCanvas Daisy(SvgCanvas on, Tint t) => on
        .Around(11, 0, $"<ellipse cy='-12.5' rx='4.4' ry='8.5' fill='{t.Petal}'/>")
        .Around(11, 16, $"<path d='M0-6V-15' stroke='{t.Shade}'/>")
        .Circle(0, 0, 6.5, t.Heart).Circle(-1.5, -1.5, 2.5, "#fff6");

    static SvgCanvas Sunflower(SvgCanvas on, Tint t) => on
        .Around(14, 13, $"<path d='M0 0C-6-9-3-17 0-22C3-17 6-9 0 0' fill='{t.Shade}'/>")
        .Around(14, 0, $"<path d='M0 0C-5-9-3-16 0-20C3-16 5-9 0 0' fill='{t.Petal}'/>")
        .Circle(0, 0, 9.5, "#6b4020").Circle(0, 0, 6.5, "#8a5a2c")
        .Around(7, 0, "<circle cy='-4' r='1' fill='#5a3418'/>");

    static SvgCanvas Lily(SvgCanvas on, Tint t) => on
        .Around(3, 60, $"<path d='M0 2C-11-5-8-17 0-23C8-17 11-5 0 2' fill='{t.Shade}'/>")
        .Around(3, 0, $"<path d='M0 2C-11-5-8-17 0-23C8-17 11-5 0 2' fill='{t.Petal}'/>"
            + $"<path d='M0-3V-17' stroke='{t.Light}' stroke-width='2'/>")
        .Around(6, 30, "<path d='M0 0V-9' stroke='#b9d27a'/><circle cy='-10' r='1.7' fill='#b5581d'/>");

    static SvgCanvas Anemone(SvgCanvas on, Tint t) => on
        .Around(7, 0, $"<ellipse cy='-11' rx='7.5' ry='10' fill='{t.Shade}'/>"
            + $"<ellipse cy='-11' rx='6.3' ry='9' fill='{t.Petal}'/>")
        .Circle(0, 0, 8, t.Light)
        .Around(12, 0, "<circle cy='-6.8' r='1' fill='#2b2440'/>")
        .Circle(0, 0, 4.5, "#2b2440");

    static SvgCanvas Ranunculus(SvgCanvas on, Tint t) => on
        .Around(6, 0, $"<circle cy='-8' r='11' fill='{t.Shade}'/>")
        .Circle(0, 0, 15.5, t.Petal).Circle(1, -1, 12.5, t.Light).Circle(0, 0, 10, t.Petal)
        .Circle(-1, 1, 7.5, t.Light).Circle(0, 0, 5, t.Petal).Circle(0, 0, 2.4, t.Heart);

    static SvgCanvas Carnation(SvgCanvas on, Tint t) => on
        .Shape(Zigzag(16, 20, 15), t.Shade).Shape(Zigzag(14, 16, 11.5), t.Petal)
        .Shape(Zigzag(11, 11.5, 7.5), t.Light).Shape(Zigzag(8, 6.5, 3.5), t.Petal);

    static SvgCanvas Hydrangea(SvgCanvas on, Tint t)
    {
        on.Circle(0, 0, 18, t.Shade);
        string[] tones = [t.Petal, t.Light, t.Petal, t.Light];
        for (var i = 0; i < 19; i++)
        {
            // Sunflower arrangement (H. Vogel, 1979): evenly spread, never in rows.
            var r = 4.2 * Math.Sqrt(i + 0.3);
            var a = i * 2.39996;
            on.Circle(r * Math.Cos(a), r * Math.Sin(a), 4.3, tones[i % 4]);
            if (i % 2 == 0) on.Circle(r * Math.Cos(a), r * Math.Sin(a), 1, t.Heart);
        }
        return on;
    }

    static SvgCanvas Daffodil(SvgCanvas on, Tint t) => on
        .Around(6, 0, $"<path d='M0 0C-9-7-6-17 0-21C6-17 9-7 0 0' fill='{t.Petal}'/>")
        .Shape(Zigzag(10, 9.5, 8), t.Heart).Circle(0, 0, 6, t.Shade).Circle(0, 0, 2, t.Light);

    static SvgCanvas Orchid(SvgCanvas on, Tint t) => on
        .Around(3, 0, $"<ellipse cy='-11' rx='6.5' ry='10' fill='{t.Shade}'/>")
        .Ellipse(-10, -3, 11, 9, t.Petal, 12).Ellipse(10, -3, 11, 9, t.Petal, -12)
        .Ellipse(-12, -4, 6, 4.5, t.Light, 12).Ellipse(12, -4, 6, 4.5, t.Light, -12)
        .Shape("M0-3C-6 1-6 8 0 12C6 8 6 1 0-3z", t.Heart).Circle(0, 0, 2.6, "#f7d774");

    static SvgCanvas Spike(SvgCanvas on, Tint t, int rows, double size)
    {
        var row = new SvgCanvas("").Ellipse(-size, 0, size, size * 0.8, t.Shade, -25)
            .Ellipse(size, 0, size, size * 0.8, t.Petal, 25).Ellipse(0, -size * 0.6, size * 0.8, size * 0.8, t.Light);
        var name = on.NextShape();
        on.Add($"<g transform='translate(0 18)'><g id='{name}'>{row}</g></g>");
        for (var i = 1; i < rows; i++)
            on.Add($"<use href='#{name}' transform='translate(0 {SvgCanvas.N(18 - i * 40.0 / rows)})"
                + $"scale({SvgCanvas.N(1.1 - 0.7 * i / rows)} 1)'/>");
        return on;
    }

    static SvgCanvas Berry(SvgCanvas on, Tint t)
    {
        on.Line("M0 20C0 5-4 0-9-8M0 12C2 4 6 0 9-6M0 16C0 4 0-6 0-14", "#7b8f4a", 1.6);
        foreach (var (x, y) in new[] { (-9, -10), (0, -16), (9, -8), (-4, 0), (6, 3) })
            on.Circle(x, y, 4.5, t.Petal).Circle(x - 1.3, y - 1.4, 1.3, t.Light);
        return on;
    }

    static SvgCanvas Gypsophila(SvgCanvas on, Tint t)
    {
        on.Line("M0 20L-12-8M0 20L0-14M0 20L12-6M-5 8L-3-4M5 8L6-12", "#9db07a", 1);
        foreach (var (x, y) in new[] { (-12, -9), (-7, -2), (-3, -6), (0, -15), (6, -13), (12, -7), (8, 1), (-9, -15) })
            on.Circle(x, y, 3.2, t.Petal).Circle(x, y, 1.2, t.Shade);
        return on;
    }

    /// <summary>A closed line of points alternately on two circles.</summary>
    internal static string Zigzag(int points, double outer, double inner)
    {
        var path = new System.Text.StringBuilder();
        for (var i = 0; i < 2 * points; i++)
        {
            var r = i % 2 == 0 ? outer : inner;
            var a = i * Math.PI / points;
            path.Append(i == 0 ? 'M' : 'L').Append(SvgCanvas.N(r * Math.Sin(a))).Append(' ')
                .Append(SvgCanvas.N(-r * Math.Cos(a)));
        }
        return path.Append('z').ToString();
    }
}
