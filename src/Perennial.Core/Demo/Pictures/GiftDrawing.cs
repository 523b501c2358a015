namespace Perennial.Core.Demo.Pictures;

/// <summary>Draws the presents that go with flowers.</summary>
static class GiftDrawing
{
    /// <summary>An open box of chocolates.</summary>
    internal static SvgCanvas Chocolates(string backdrop, string box, string ribbon)
    {
        var on = ShopDrawing.Shadow(FlowerDrawing.Start(backdrop), 78)
            .Box(36, 60, 128, 118, 10, box).Box(44, 68, 112, 102, 6, "#fff3e2")
            .Box(20, 34, 160, 30, 8, box, -6).Line("M30 53L172 38", ribbon, 7);
        string[] tones = ["#6b3e26", "#8a5530", "#4d2a1a", "#a9713f", "#f3e3c8"];
        for (var i = 0; i < 12; i++)
        {
            var (x, y) = (60 + i % 4 * 27, 84 + i / 4 * 31);
            var tone = tones[i * 7 % 5];
            if (i % 3 == 1) on.Box(x - 10, y - 10, 20, 20, 5, tone);
            else on.Circle(x, y, 11, tone);
            var icing = i % 3 == 1 ? $"M{x - 6} {y - 3}l12 6M{x - 6} {y + 3}l6 3" : $"M{x - 6} {y - 2}q6-7 12 0";
            on.Line(icing, "#fff7", 1.8);
        }
        return FlowerDrawing.Bow(on, 100, 44, .9, ribbon);
    }

    /// <summary>A gift card with a flower and its value.</summary>
    internal static SvgCanvas Card(string backdrop, string card, string ink, Sort sort, string text)
    {
        var on = ShopDrawing.Shadow(FlowerDrawing.Start(backdrop), 70)
            .Box(34, 74, 136, 88, 10, "#0000001f", -8).Box(30, 68, 136, 88, 10, card, -8)
            .Add($"<g transform='rotate(-8 98 112)'>"
                + $"<path d='M62 68V156' stroke='{ink}' stroke-width='8' opacity='.25'/>"
                + $"<text x='116' y='128' font-family='Georgia,serif' font-size='34' fill='{ink}' "
                + $"text-anchor='middle'>{text}</text>"
                + $"<path d='M82 140H150' stroke='{ink}' stroke-width='2' opacity='.5'/></g>");
        return FlowerDrawing.Head(on, 'a', sort).Use('l', 50, 84, 1, -60).Use('l', 66, 74, 1, 50)
            .Use('a', 57, 76, 1.35);
    }

    /// <summary>A folded greeting card standing up.</summary>
    internal static SvgCanvas Greeting(string backdrop, string paper, Sort sort)
    {
        var on = ShopDrawing.Shadow(FlowerDrawing.Start(backdrop), 62)
            .Shape("M146 40L164 52V182L146 178z", "#d9cfc0").Box(48, 38, 100, 142, 3, paper)
            .Add("<rect x='56' y='46' width='84' height='126' fill='none' stroke='#0002'/>");
        on.Line("M98 146V96M98 130Q84 122 80 108M98 134Q112 126 116 112", FlowerDrawing.Leaf, 3)
            .Use('l', 98, 140, .8, -60).Use('l', 98, 136, .8, 60);
        return FlowerDrawing.Head(on, 'a', sort).Use('a', 98, 80, 1.1).Use('a', 78, 104, .6).Use('a', 118, 106, .6)
            .Line("M74 158H122", "#0004", 2);
    }

    /// <summary>A scented candle in a jar.</summary>
    internal static SvgCanvas Candle(string backdrop, string wax, Sort sort)
    {
        var on = ShopDrawing.Shadow(FlowerDrawing.Start(backdrop), 52)
            .Circle(100, 52, 34, "#ffe9a85e").Line("M100 92V72", "#5a4636", 3)
            .Shape("M100 32C112 50 112 60 100 72C88 60 88 50 100 32z", "#f8b63c")
            .Shape("M100 48C106 58 106 64 100 70C94 64 94 58 100 48z", "#fff0b8")
            .Box(58, 84, 84, 100, 12, "#ffffff9e").Box(62, 92, 76, 88, 10, wax).Ellipse(100, 92, 38, 7, "#ffffff6e")
            .Box(74, 118, 52, 46, 4, "#fffaf0");
        return FlowerDrawing.Head(on, 'a', sort).Use('a', 100, 136, .72).Line("M84 157H116", "#a08c6c", 2)
            .Line("M68 98V170", "#ffffff8c", 4);
    }

    /// <summary>A tin of tea with a flower on its label.</summary>
    internal static SvgCanvas Tin(string backdrop, string tin, Sort sort)
    {
        var on = ShopDrawing.Shadow(FlowerDrawing.Start(backdrop), 50)
            .Box(60, 60, 80, 124, 8, tin).Box(60, 60, 20, 124, 8, "#ffffff33").Box(56, 48, 88, 24, 7, tin)
            .Box(56, 48, 88, 24, 7, "#00000026").Circle(100, 124, 31, "#fffaf0")
            .Add("<circle cx='100' cy='124' r='27' fill='none' stroke='#c9a86a'/>");
        return FlowerDrawing.Head(on, 'a', sort).Use('l', 92, 132, .7, -60).Use('l', 108, 132, .7, 60)
            .Use('a', 100, 122, .85);
    }

    /// <summary>A watering can, filled with flowers.</summary>
    internal static SvgCanvas WateringCan(string backdrop, string enamel, Sort sort)
    {
        var on = FlowerDrawing.Head(ShopDrawing.Shadow(FlowerDrawing.Start(backdrop), 68), 'a', sort);
        for (var i = 0; i < 5; i++) on.Use('l', 92 + (i - 2) * 12, 104, 1.2, (i - 2) * 24);
        on.Use('a', 74, 74, .9).Use('a', 114, 72, .9, 30).Use('a', 94, 56, 1);
        return on.Line("M134 116C172 104 172 160 132 160", enamel, 8).Line("M60 152L24 96", enamel, 12)
            .Shape("M12 100L36 84L32 78L8 94z", enamel)
            .Shape("M54 98H138L132 180Q131 184 126 184H66Q61 184 60 180z", enamel)
            .Shape("M54 98H78L80 184H66Q61 184 60 180z", "#ffffff33").Ellipse(96, 98, 42, 5, "#0000002b")
            .Line("M58 130H136", "#ffffff73", 3);
    }
}
