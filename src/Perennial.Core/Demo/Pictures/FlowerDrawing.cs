namespace Perennial.Core.Demo.Pictures;

/// <summary>One sort of flower in a drawing.</summary>
readonly record struct Sort(Bloom Bloom, Tint Tint)
{
    internal bool Upright =>
        Bloom is Bloom.Tulip or Bloom.Lavender or Bloom.Hyacinth or Bloom.Berry or Bloom.Gypsophila;
}

/// <summary>Draws cut flowers, bouquets and wreaths as small SVG pictures.</summary>
static class FlowerDrawing
{
    internal const string Leaf = "#5d8f5a";
    internal const string LightLeaf = "#83b06f";
    internal const string DarkLeaf = "#3f6f4c";

    static readonly string leafShape =
        $"<path d='M0 0C9-7 9-22 0-32C-9-22-9-7 0 0' fill='{Leaf}'/>"
        + $"<path d='M0-2V-26' stroke='{LightLeaf}' stroke-width='1.2'/>";

    /// <summary>A canvas with a soft backdrop, a lit circle and a leaf to use as 'l'.</summary>
    internal static SvgCanvas Start(string backdrop) => new SvgCanvas()
        .Add($"<path d='M0 0h200v200H0z' fill='{backdrop}'/>").Circle(100, 96, 80, "#ffffff59")
        .Define('l').Add(leafShape).End();

    /// <summary>One flower on its stem, large.</summary>
    internal static SvgCanvas Single(string backdrop, Sort sort)
    {
        var on = Start(backdrop).Line("M100 190C96 150 104 120 100 80", DarkLeaf, 5)
            .Use('l', 99, 160, 1.5, -52).Use('l', 101, 138, 1.3, 50);
        return Head(on, 'a', sort).Use('a', 100, sort.Upright ? 62 : 66, 2.2);
    }

    /// <summary>A loose bunch of one to three sorts, tied with a ribbon.</summary>
    internal static SvgCanvas Bunch(string backdrop, string ribbon, params Sort[] sorts)
    {
        var on = Start(backdrop);
        (double X, double Y)[] heads =
            [(100, 42), (62, 54), (138, 54), (42, 86), (158, 86), (82, 78), (120, 78)];
        foreach (var (x, y) in heads)
            on.Line($"M{SvgCanvas.N(x)} {SvgCanvas.N(y)}Q{SvgCanvas.N(100 + (x - 100) * 0.3)} 120 "
                + $"{SvgCanvas.N(100 - (x - 100) * 0.36)} 192", x < 100 ? DarkLeaf : Leaf, 3.4);
        on.Use('l', 88, 128, 1.3, -58).Use('l', 112, 128, 1.3, 58).Use('l', 84, 144, 1, -80).Use('l', 116, 144, 1, 80);
        for (var s = 0; s < sorts.Length; s++) Head(on, (char)('a' + s), sorts[s]);
        for (var h = 0; h < heads.Length; h++)
        {
            var s = h % sorts.Length;
            var (x, y) = heads[h];
            on.Use((char)('a' + s), x, y, sorts[s].Upright ? 1.2 : 1.1, sorts[s].Upright ? (x - 100) * 0.45 : h * 50);
        }
        return Bow(on, 100, 152, 0.9, ribbon);
    }

    /// <summary>A bouquet in paper: heads close together above a cone.</summary>
    internal static SvgCanvas Bouquet(string backdrop, string paper, string ribbon, params Sort[] sorts)
    {
        var on = Start(backdrop);
        for (var i = 0; i < 5; i++) on.Use('l', 100 + (i - 2) * 14, 90, 1.8, (i - 2) * 24);
        on.Shape("M46 88L92 190Q100 195 108 190L154 88Q100 130 46 88z", paper)
            .Shape("M46 88L92 190L98 120z", "#ffffff4d").Shape("M154 88L108 190L104 124z", "#0000000f");
        for (var s = 0; s < sorts.Length; s++) Head(on, (char)('a' + s), sorts[s]);
        (double X, double Y, double Size)[] heads =
        [
            (70, 44, .85), (130, 44, .85), (100, 34, .9), (48, 72, .85), (152, 72, .85), (84, 62, .95), (118, 60, .95),
            (66, 92, .9), (136, 92, .9), (101, 88, 1.12),
        ];
        for (var h = 0; h < heads.Length; h++)
        {
            var s = (h * 2 + h / 3) % sorts.Length;
            var (x, y, size) = heads[h];
            on.Use((char)('a' + s), x, y, size, sorts[s].Upright ? (x - 100) * 0.5 : h * 40);
        }
        return Bow(on.Shape("M62 106Q100 134 138 106L130 122Q100 142 70 122z", paper), 100, 148, 1, ribbon);
    }

    /// <summary>A ring of leaves with flowers, and a bow where wanted.</summary>
    internal static SvgCanvas Wreath(string backdrop, string leaf, string? bow, int every, params Sort[] sorts)
    {
        var on = Start(backdrop).Define('w')
            .Add($"<g fill='{leaf}'><path id='x' d='M0 0C8-6 8-20 0-30C-8-20-8-6 0 0'/>"
                + "<use href='#x' transform='rotate(52)'/><use href='#x' transform='rotate(-52)'/></g>"
                + "<path d='M0-2V-24M2-1L18-14M-2-1L-18-14' stroke='#fff' stroke-opacity='.35'/>").End();
        on.Add("<circle cx='100' cy='100' r='57' fill='none' stroke='#7a5a3c' stroke-width='7'/>");
        for (var i = 0; i < 24; i++)
        {
            var (x, y) = OnRing(i * 15, 57);
            on.Use('w', x, y, 1, i * 15 + 78);
        }
        for (var s = 0; s < sorts.Length; s++) Head(on, (char)('a' + s), sorts[s]);
        for (var i = 0; i < 360 / every; i++)
        {
            var turn = (i + 0.5) * every;
            if (bow is not null && Math.Abs(turn - 180) < 16) continue;
            var (x, y) = OnRing(turn, 57);
            var sort = sorts[i % sorts.Length];
            on.Use((char)('a' + i % sorts.Length), x, y, i % 2 == 0 ? .8 : .66, sort.Upright ? turn + 60 : turn);
        }
        return bow is null ? on : Bow(on, 100, 154, 1.2, bow);
    }

    /// <summary>Four candles, standing on a wreath that lies on a table.</summary>
    internal static SvgCanvas Candles(SvgCanvas on, string wax)
    {
        foreach (var (x, y, length) in new[] { (100, 50, 26), (46, 104, 32), (154, 104, 32), (100, 162, 40) })
            on.Box(x - 7, y - length, 14, length, 3, wax).Box(x - 7, y - length, 5, length, 2, "#fff4")
                .Ellipse(x, y - length - 8, 3.4, 7, "#f8b63c").Ellipse(x, y - length - 6, 1.6, 3.6, "#fff0b8");
        return on;
    }

    static (double X, double Y) OnRing(double turn, double radius)
    {
        var a = turn * Math.PI / 180;
        return (100 + radius * Math.Sin(a), 100 - radius * Math.Cos(a));
    }

    internal static SvgCanvas Head(SvgCanvas on, char name, Sort sort) =>
        Blooms.Draw(on.Define(name), sort.Bloom, sort.Tint).End();

    internal static SvgCanvas Bow(SvgCanvas on, double x, double y, double size, string colour) => on
        .Add($"<g transform='translate({SvgCanvas.N(x)} {SvgCanvas.N(y)}) scale({SvgCanvas.N(size)})' fill='{colour}'>"
            + "<path d='M0 0L-15 30L-6 27L-2 33L2 8L8 32L12 26L20 28z'/>"
            + "<path d='M0 0C-10-16-28-12-26 0C-28 12-10 12 0 0'/>"
            + "<path d='M0 0C10-16 28-12 26 0C28 12 10 12 0 0'/>"
            + "<path d='M-5-1H-20M5-1H20' stroke='#0003' stroke-width='2'/>"
            + "<circle r='5.5'/><circle r='5.5' fill='#fff3'/></g>");
}
