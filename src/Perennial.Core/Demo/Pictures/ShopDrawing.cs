namespace Perennial.Core.Demo.Pictures;

/// <summary>Kinds of potted plants.</summary>
enum Plant
{
    Monstera, Fern, Cactus, Succulent, Olive, Herbs, SnakePlant, Poinsettia,
}

/// <summary>Draws what a flower shop sells besides cut flowers: plants in pots, orchids, vases and presents.</summary>
static class ShopDrawing
{
    /// <summary>A green plant in a pot.</summary>
    internal static SvgCanvas Potted(string backdrop, string pot, Plant plant)
    {
        var on = Shadow(FlowerDrawing.Start(backdrop), 52);
        _ = plant switch
        {
            Plant.Monstera => Monstera(on),
            Plant.Fern => Fern(on),
            Plant.Cactus => Cactus(on),
            Plant.Succulent => Succulent(on),
            Plant.Olive => Olive(on),
            Plant.Herbs => Herbs(on),
            Plant.SnakePlant => SnakePlant(on),
            _ => Poinsettia(on),
        };
        return Pot(on, pot);
    }

    /// <summary>A flowering plant in a pot.</summary>
    internal static SvgCanvas Flowering(string backdrop, string pot, Sort sort)
    {
        var on = FlowerDrawing.Head(Shadow(FlowerDrawing.Start(backdrop), 52), 'a', sort);
        for (var i = 0; i < 9; i++) on.Use('l', 100 + (i - 4) * 7, 136, 1.7, (i - 4) * 24);
        (double X, double Y)[] heads = [(100, 52), (66, 68), (134, 68), (84, 92), (118, 90), (52, 100), (148, 100)];
        foreach (var (x, y) in heads) on.Line($"M100 140L{x} {y}", FlowerDrawing.DarkLeaf, 2.4);
        foreach (var (x, y) in heads) on.Use('a', x, y, sort.Upright ? 1.25 : 1.05, sort.Upright ? (x - 100) * .5 : x);
        return Pot(on, pot);
    }

    /// <summary>Orchids on arching stems in a pot.</summary>
    internal static SvgCanvas Orchid(string backdrop, string pot, Tint tint, int stems)
    {
        var on = FlowerDrawing.Head(Shadow(FlowerDrawing.Start(backdrop), 48), 'a', new Sort(Bloom.Orchid, tint));
        on.Use('l', 98, 146, 2, -64).Use('l', 102, 146, 2, 64).Use('l', 96, 146, 1.5, -34).Use('l', 104, 146, 1.5, 36);
        for (var s = 0; s < stems; s++)
        {
            var flip = s % 2 == 1;
            var lift = s * 13;
            double X(double x) => flip ? 200 - x : x;
            on.Line($"M100 144C{X(86)} 100 {X(84)} {50 + lift} {X(128)} {30 + lift}"
                + $"Q{X(150)} {24 + lift} {X(166)} {52 + lift}",
                "#6b8f4f", 3);
            (double X, double Y, double Size)[] blooms =
                [(92, 72, .95), (104, 46, 1.05), (128, 32, 1.05), (150, 36, .9), (164, 54, .7)];
            foreach (var (x, y, size) in stems == 1 ? blooms : blooms[1..])
                on.Use('a', X(x), y + lift, size * (stems > 2 ? .8 : 1), flip ? -8 : 8);
            on.Circle(X(168), 66 + lift, 4, tint.Petal);
        }
        return Pot(on, pot);
    }

    /// <summary>A vase with some stems in it, or empty.</summary>
    /// <param name="backdrop">Colour behind.</param>
    /// <param name="glaze">Colour of the vase; with an alpha part it is glass.</param>
    /// <param name="neck">Half its width at the neck.</param>
    /// <param name="belly">Half its width at the widest.</param>
    /// <param name="height">Its height.</param>
    /// <param name="pattern">Colour of a painted band, or null.</param>
    /// <param name="sort">What stands in it, or null.</param>
    internal static SvgCanvas Vase(
        string backdrop, string glaze, double neck, double belly, double height, string? pattern, Sort? sort)
    {
        var on = Shadow(FlowerDrawing.Start(backdrop), belly + 8);
        var top = 184 - height;
        if (sort is { } flowers)
        {
            FlowerDrawing.Head(on, 'a', flowers);
            (double X, double Y)[] heads = [(100, top - 52), (70, top - 34), (130, top - 34)];
            foreach (var (x, y) in heads)
                on.Line($"M100 {S(top + 50)}Q100 {S(top)} {S(x)} {S(y)}", FlowerDrawing.Leaf, 3.2);
            on.Use('l', 96, top, 1.1, -48).Use('l', 104, top, 1.1, 48);
            foreach (var (x, y) in heads) on.Use('a', x, y, 1.15, flowers.Upright ? (x - 100) * .6 : x);
        }
        var mid = 184 - height * 0.38;
        var shape = $"M{S(100 - neck)} {S(top)}C{S(100 - neck)} {S(top + height * .3)} "
            + $"{S(100 - belly)} {S(mid - height * .22)} "
            + $"{S(100 - belly)} {S(mid)}C{S(100 - belly)} {S(mid + height * .26)} {S(100 - belly * .6)} 184 100 184"
            + $"C{S(100 + belly * .6)} 184 {S(100 + belly)} {S(mid + height * .26)} {S(100 + belly)} {S(mid)}"
            + $"C{S(100 + belly)} {S(mid - height * .22)} {S(100 + neck)} {S(top + height * .3)} "
            + $"{S(100 + neck)} {S(top)}z";
        on.Shape(shape, glaze).Ellipse(100, top, neck, 4, "#0000002b");
        if (pattern is not null)
        {
            on.Line($"M{S(101 - belly)} {S(mid)}Q100 {S(mid + 14)} {S(99 + belly)} {S(mid)}", pattern, 5)
                .Line($"M{S(102 - belly)} {S(mid + 11)}Q100 {S(mid + 25)} {S(98 + belly)} {S(mid + 11)}", pattern, 2);
        }
        return on.Line($"M{S(100 - belly * .68)} {S(mid - height * .12)}Q{S(100 - belly * .82)} {S(mid)} "
            + $"{S(100 - belly * .66)} {S(mid + height * .14)}", "#ffffff8c", 4);
    }

    static SvgCanvas Pot(SvgCanvas on, string colour) => on
        .Shape("M62 142H138L128 182Q127 186 122 186H78Q73 186 72 182z", colour)
        .Shape("M62 142H84L90 186H78Q73 186 72 182z", "#ffffff33").Shape("M63 148H137L135 154H65z", "#00000021")
        .Box(56, 134, 88, 15, 4, colour).Box(56, 134, 88, 15, 4, "#ffffff26");

    internal static SvgCanvas Shadow(SvgCanvas on, double width) => on.Ellipse(100, 186, width, 6, "#0000001a");

    static SvgCanvas Monstera(SvgCanvas on)
    {
        on.Define('m').Add("<path d='M0 0C22-6 34-26 24-48L16-40L15-54C8-60 0-62 0-62C-8-62-15-58-17-52L-15-40L-25-46"
            + $"C-34-26-22-6 0 0' fill='{FlowerDrawing.Leaf}'/><path d='M0 0V-54M0-14L18-26M0-14L-18-26M0-30L14-40M0-30"
            + "L-14-40' fill='none' stroke='#83b06f' stroke-width='2'/>").End();
        (int X, int Y, int Turn, double Size)[] leaves =
            [(78, 96, -44, 1), (124, 92, 40, 1), (100, 76, -4, 1.05), (72, 118, -80, .7), (130, 118, 78, .7)];
        foreach (var (x, y, turn, size) in leaves)
            on.Line($"M100 142Q100 120 {x} {y}", FlowerDrawing.DarkLeaf, 3).Use('m', x, y, size, turn);
        return on;
    }

    static SvgCanvas Fern(SvgCanvas on)
    {
        on.Define('f').Line("M0 0Q6-40 34-66", FlowerDrawing.DarkLeaf, 2);
        for (var i = 1; i < 9; i++)
        {
            var t = i / 9.0;
            var (x, y) = (12 * t * (1 - t) + 34 * t * t, -80 * t * (1 - t) - 66 * t * t);
            var length = 15 - 10 * t;
            on.Ellipse(x - length * .6, y - 3, length * .7, 3.2, FlowerDrawing.LightLeaf, 22 + 18 * t)
                .Ellipse(x + length * .6, y + 2, length * .7, 3.2, FlowerDrawing.Leaf, 22 + 34 * t);
        }
        on.End();
        (int Turn, bool Flip)[] fronds = [(34, false), (-34, true), (8, false), (-8, true), (-22, false), (22, true)];
        foreach (var (turn, flip) in fronds)
            on.Use('f', 100, 140, 1.25, turn, flip);
        return on;
    }

    static SvgCanvas Cactus(SvgCanvas on)
    {
        const string green = "#6fa06a";
        on.Line("M78 104H66V82", green, 15).Line("M122 92H136V68", green, 15).Line("M100 136V62", green, 34);
        on.Line("M92 60V134M100 52V136M108 60V134M66 84V104M136 70V90", "#548553", 1.6);
        foreach (var (x, y) in new[] { (88, 74), (104, 84), (92, 100), (110, 112), (96, 122), (62, 92), (140, 78) })
            on.Line($"M{x - 3} {y}h6M{x} {y - 3}v6", "#e9f0d2", 1.2);
        return FlowerDrawing.Head(on, 'a', new Sort(Bloom.Daisy, Tint.Pink)).Use('a', 100, 46, .8)
            .Use('a', 136, 60, .5);
    }

    static SvgCanvas Succulent(SvgCanvas on)
    {
        on.Define('s').Add("<path d='M0 2C-14-8-12-28 0-44C12-28 14-8 0 2' fill='#6aa888' stroke='#4f8a6d'/>"
            + "<path d='M0-3C-3-14-3-24 0-36C3-24 3-14 0-3' fill='#a5d3b4'/>"
            + "<path d='M0-44L4-37Q0-35-4-37z' fill='#e0768a'/>").End();
        (int Turn, double Size)[] leaves =
        [
            (-82, 1.35), (82, 1.35), (-56, 1.5), (56, 1.5), (-30, 1.55), (30, 1.55), (0, 1.6), (-42, 1), (42, 1),
            (-15, 1.05), (15, 1.05), (-28, .6), (28, .6), (0, .65),
        ];
        foreach (var (turn, size) in leaves)
            on.Use('s', 100, 138, size, turn);
        return on;
    }

    static SvgCanvas Olive(SvgCanvas on)
    {
        on.Line("M100 142C98 120 104 100 100 78M100 104L84 84M101 96L118 78", "#8a6a4a", 5);
        on.Define('o').Ellipse(0, -9, 3.6, 9.5, "#8fa98a").Ellipse(9, -5, 3.2, 8, "#a9bf9f", 50)
            .Ellipse(-9, -5, 3.2, 8, "#7d9a7c", -50).Circle(5, 1, 3, "#4f5a3a").End();
        for (var i = 0; i < 26; i++)
        {
            var (r, a) = (9.5 * Math.Sqrt(i + .5), i * 2.39996);
            on.Use('o', 100 + r * Math.Cos(a), 66 + .86 * r * Math.Sin(a), 1, Math.Round(a * 57.3 % 360));
        }
        return on;
    }

    static SvgCanvas Herbs(SvgCanvas on)
    {
        on.Define('h').Line("M0 0Q2-30 0-54", "#6f9a55", 2.5);
        foreach (var (y, size) in new[] { (-14, 11), (-28, 10), (-41, 8) })
            on.Ellipse(-size, y - 4, size, 6, "#7fb25f", 24).Ellipse(size, y - 4, size, 6, "#6aa04f", -24);
        on.Ellipse(0, -58, 5, 8, "#97c474").End();
        foreach (var (turn, size) in new[] { (-44, 1.25), (44, 1.25), (-22, 1.5), (22, 1.5), (0, 1.65) })
            on.Use('h', 100 + turn * .5, 140, size, turn);
        return on;
    }

    static SvgCanvas SnakePlant(SvgCanvas on)
    {
        on.Define('k').Add("<path d='M-9 0C-14-40-8-70 2-96C10-70 13-40 9 0z' fill='#d8d98a'/>"
            + "<path d='M-6 0C-10-40-5-66 2-88C7-66 10-40 6 0z' fill='#5a8a5f'/>"
            + "<path d='M-6-16L6-22M-7-34L7-40M-5-52L7-58M-2-68L6-73' stroke='#8fb583' stroke-width='3'/>").End();
        (int X, int Turn, double Size)[] leaves =
            [(78, -20, .85), (122, 22, .8), (90, -8, 1.12), (111, 9, 1), (100, 0, .75)];
        foreach (var (x, turn, size) in leaves)
            on.Use('k', x, 140, size, turn);
        return on;
    }

    static SvgCanvas Poinsettia(SvgCanvas on)
    {
        for (var i = 0; i < 9; i++) on.Use('l', 100, 128, 1.9, (i - 4) * 25);
        on.Define('p').Around(7, 0, "<path d='M0 0C-13-9-9-22 0-32C9-22 13-9 0 0' fill='#b81f36'/>")
            .Around(6, 26, "<path d='M0 0C-9-7-7-16 0-23C7-16 9-7 0 0' fill='#e0425a'/>"
                + "<path d='M0 0V-17' stroke='#f28a98'/>")
            .Circle(-2, 0, 2.5, "#f3d35b").Circle(3, -1, 2.5, "#c9d96a").Circle(0, 3, 2.5, "#f3d35b").End();
        return on.Use('p', 68, 92, 1, 10).Use('p', 134, 94, .95, 40).Use('p', 102, 66, 1.2);
    }

    static string S(double value) => SvgCanvas.N(value);
}
