using Perennial.Core.Demo.Pictures;
using static Perennial.Core.Demo.FlowerCatalogue;

namespace Perennial.Core.Demo;

/// <summary>Roses, spring flowers, bouquets and wreaths.</summary>
static class CutFlowers
{
    static Sort[] Mix(params (Bloom Bloom, Tint Tint)[] sorts) =>
        [.. sorts.Select(sort => new Sort(sort.Bloom, sort.Tint))];

    internal static readonly FlowerProduct[] All =
    [
        new(Roses, "ROS-01", "Red rose, by the stem", 450, 160, "One long-stemmed red rose, cut this morning.",
            () => FlowerDrawing.Single("#fbe3e0", new(Bloom.Rose, Tint.Red))) { ByTheStem = true, Stock = 640 },
        new(Roses, "ROS-02", "White rose, by the stem", 450, 165, "A white garden rose with a scent of tea.",
            () => FlowerDrawing.Single("#dfe9e2", new(Bloom.Rose, Tint.White))) { ByTheStem = true, Stock = 380 },
        new(Roses, "ROS-03", "Twelve red roses", 4900, 1850, "A dozen velvet red roses, tied with a satin ribbon.",
            () => FlowerDrawing.Bunch("#f6d5d3", "#7d0f25", Mix((Bloom.Rose, Tint.Red)))) { Stock = 85 },
        new(Roses, "ROS-04", "Blush roses and gypsophila", 3900, 1420,
            "Pale pink roses in a cloud of white gypsophila.",
            () => FlowerDrawing.Bunch("#e6e3f3", "#d9658f",
                Mix((Bloom.Rose, Tint.Blush), (Bloom.Gypsophila, Tint.White)))) { Stock = 60 },
        new(Roses, "ROS-05", "Sunset roses", 4200, 1580, "Yellow, orange and coral roses like a July evening.",
            () => FlowerDrawing.Bunch("#fdeccf", "#cf6420",
                Mix((Bloom.Rose, Tint.Yellow), (Bloom.Rose, Tint.Orange), (Bloom.Rose, Tint.Coral)))) { Stock = 42 },
        new(Roses, "ROS-06", "Cream roses, ten", 3600, 1350, "Ten cream roses that open slowly over a week.",
            () => FlowerDrawing.Bunch("#dde7ea", "#c9a86a", Mix((Bloom.Rose, Tint.Cream)))) { Stock = 38 },
        new(Roses, "ROS-07", "Fifty roses", 14900, 6100, "Fifty red and pink roses for the days that matter.",
            () => FlowerDrawing.Bouquet("#f9dcd6", "#5b2333", "#ea5a68",
                Mix((Bloom.Rose, Tint.Red), (Bloom.Rose, Tint.Pink)))) { Stock = 12 },

        new(Spring, "SPR-01", "Tulip, by the stem", 180, 60, "One tulip, any colour you like as long as it is pink.",
            () => FlowerDrawing.Single("#e0eedb", new(Bloom.Tulip, Tint.Pink))) { ByTheStem = true, Stock = 900 },
        new(Spring, "SPR-02", "Yellow tulips, fifteen", 1900, 690,
            "Fifteen sunny tulips that keep growing in the vase.",
            () => FlowerDrawing.Bunch("#dce9f5", "#4c6cb3", Mix((Bloom.Tulip, Tint.Yellow)))) { Stock = 70 },
        new(Spring, "SPR-03", "Mixed tulips, twenty", 2400, 880, "Twenty tulips in red, orange and purple.",
            () => FlowerDrawing.Bunch("#fdf0d3", "#9c1730",
                Mix((Bloom.Tulip, Tint.Red), (Bloom.Tulip, Tint.Orange), (Bloom.Tulip, Tint.Purple)))) { Stock = 90 },
        new(Spring, "SPR-04", "Daffodils", 1200, 390, "A generous bunch of daffodils, the first of the year.",
            () => FlowerDrawing.Bunch("#d8e9f2", "#5d8f5a", Mix((Bloom.Daffodil, daffodil)))) { Stock = 110 },
        new(Spring, "SPR-05", "Hyacinths, five", 1500, 520, "Five blue hyacinths; the whole room will know.",
            () => FlowerDrawing.Bunch("#fbeee0", "#4c6cb3",
                Mix((Bloom.Hyacinth, Tint.Blue), (Bloom.Hyacinth, Tint.Lilac)))) { Stock = 55 },
        new(Spring, "SPR-06", "Anemones", 2200, 830, "White and plum anemones with dark velvet hearts.",
            () => FlowerDrawing.Bunch("#e4e9d8", "#2b2440",
                Mix((Bloom.Anemone, Tint.White), (Bloom.Anemone, Tint.Plum), (Bloom.Anemone, Tint.Blue))))
            { Stock = 48 },
        new(Spring, "SPR-07", "Ranunculus, ten", 2600, 960, "Ten ranunculus with petals as thin as paper.",
            () => FlowerDrawing.Bunch("#dff0ec", "#cd4a3e",
                Mix((Bloom.Ranunculus, Tint.Coral), (Bloom.Ranunculus, Tint.Cream)))) { Stock = 52 },

        new(Bouquets, "BOU-01", "Florist's choice, small", 2500, 900,
            "What is best at the market today, in a small bouquet.",
            () => FlowerDrawing.Bouquet("#e5eede", "#d9b98a", "#f2735f", Mix((Bloom.Daisy, Tint.White),
                (Bloom.Ranunculus, Tint.Coral), (Bloom.Gypsophila, Tint.White)))) { Subscribed = true, Stock = 60 },
        new(Bouquets, "BOU-02", "Florist's choice, medium", 3900, 1450, "The florist's favourites of the week.",
            () => FlowerDrawing.Bouquet("#f8e8e6", "#cda779", "#663b8f", Mix((Bloom.Peony, Tint.Pink),
                (Bloom.Lavender, Tint.Purple), (Bloom.Rose, Tint.Cream)))) { Subscribed = true, Stock = 60 },
        new(Bouquets, "BOU-03", "Florist's choice, large", 5900, 2250, "A bouquet as large as the season allows.",
            () => FlowerDrawing.Bouquet("#e3e8f4", "#b98d5f", "#cf6420", Mix((Bloom.Hydrangea, Tint.Blue),
                (Bloom.Rose, Tint.Orange), (Bloom.Berry, Tint.Red)))) { Subscribed = true, Stock = 40 },
        new(Bouquets, "BOU-04", "Peony cloud", 5400, 2100, "Nothing but peonies, pink and white, in May and June.",
            () => FlowerDrawing.Bouquet("#e8eef0", "#f4e9ea", "#d9658f",
                Mix((Bloom.Peony, Tint.Pink), (Bloom.Peony, Tint.White)))) { Stock = 25 },
        new(Bouquets, "BOU-05", "Sunflower morning", 3400, 1230, "Sunflowers and daisies that brighten a grey week.",
            () => FlowerDrawing.Bouquet("#d9ebf3", "#cda779", "#4c6cb3",
                Mix((Bloom.Sunflower, Tint.Yellow), (Bloom.Daisy, Tint.White)))) { Stock = 47 },
        new(Bouquets, "BOU-06", "Cottage garden", 4500, 1690,
            "Roses, lavender and daisies, as if picked behind the house.",
            () => FlowerDrawing.Bouquet("#f5efdd", "#e9dfc9", "#5d8f5a", Mix((Bloom.Rose, Tint.Blush),
                (Bloom.Lavender, Tint.Purple), (Bloom.Daisy, Tint.Yellow)))) { Stock = 36 },
        new(Bouquets, "BOU-07", "White wedding", 8900, 3500, "White roses, lilies and ranunculus for the great day.",
            () => FlowerDrawing.Bouquet("#d5e2dc", "#f7f3ea", "#d9cfc0", Mix((Bloom.Lily, Tint.White),
                (Bloom.Rose, Tint.Cream), (Bloom.Ranunculus, Tint.White)))) { Stock = 9 },
        new(Bouquets, "BOU-08", "Stargazer lilies", 4200, 1600,
            "Pink lilies, strongly scented; keep them from the cat.",
            () => FlowerDrawing.Bouquet("#e6efdf", "#8fb08a", "#d9658f",
                Mix((Bloom.Lily, Tint.Pink), (Bloom.Lily, Tint.White)))) { Stock = 28 },
        new(Bouquets, "BOU-09", "Carnations, twenty", 2200, 780,
            "Twenty carnations; they last three weeks and forgive all.",
            () => FlowerDrawing.Bouquet("#fdebdc", "#dfe8d0", "#9c1730",
                Mix((Bloom.Carnation, Tint.Red), (Bloom.Carnation, Tint.Blush)))) { Stock = 66 },
        new(Bouquets, "BOU-10", "Autumn fire", 4700, 1780, "Orange carnations, berries and plum anemones.",
            () => FlowerDrawing.Bouquet("#f4e4cb", "#7a5a3c", "#cf6420", Mix((Bloom.Carnation, Tint.Orange),
                (Bloom.Berry, Tint.Red), (Bloom.Anemone, Tint.Plum)))) { Stock = 31 },
        new(Bouquets, "BOU-11", "Blue hour", 4900, 1880, "Hydrangea, anemones and white lilies in blue and white.",
            () => FlowerDrawing.Bouquet("#f3ead9", "#3f4f7a", "#a9bfea", Mix((Bloom.Hydrangea, Tint.Blue),
                (Bloom.Lily, Tint.White), (Bloom.Anemone, Tint.Lilac)))) { Stock = 22 },

        new(Wreaths, "WRE-01", "Fir wreath with red bow", 4200, 1500,
            "A door wreath of fir with berries and a red bow.",
            () => FlowerDrawing.Wreath("#eef1e6", "#3f6f4c", "#c42a3d", 30, Mix((Bloom.Berry, Tint.Red))))
            { Stock = 26 },
        new(Wreaths, "WRE-02", "Advent wreath", 3900, 1450, "Fir, red berries and four candles for four Sundays.",
            () => FlowerDrawing.Candles(FlowerDrawing.Wreath("#f7e6d8", "#4d7a52", null, 30,
                Mix((Bloom.Berry, Tint.Red))), "#b8263b")) { Stock = 18 },
        new(Wreaths, "WRE-03", "Dried lavender wreath", 3600, 1300, "Provençal lavender, dried, for the kitchen door.",
            () => FlowerDrawing.Wreath("#f3efe0", "#8fa57a", "#9a76c2", 20, Mix((Bloom.Lavender, Tint.Purple))))
            { Stock = 33 },
        new(Wreaths, "WRE-04", "Eucalyptus wreath", 3200, 1150, "Eucalyptus and white gypsophila, cool and calm.",
            () => FlowerDrawing.Wreath("#f2e3df", "#86a99a", null, 36, Mix((Bloom.Gypsophila, Tint.White))))
            { Stock = 29 },
        new(Wreaths, "WRE-05", "Remembrance wreath", 7900, 3100, "White roses and lilies, arranged with care.",
            () => FlowerDrawing.Wreath("#dde3ea", "#4a7058", null, 30,
                Mix((Bloom.Rose, Tint.White), (Bloom.Lily, Tint.White)))) { Stock = 14 },
        new(Wreaths, "WRE-06", "Spring wreath", 3800, 1400, "Daisies, tulips and daffodils on green moss.",
            () => FlowerDrawing.Wreath("#e1eef5", "#7fae63", "#f2735f", 24, Mix((Bloom.Daisy, Tint.White),
                (Bloom.Daffodil, daffodil), (Bloom.Ranunculus, Tint.Pink)))) { Stock = 0 },
    ];

    static Tint daffodil => new("#fbdc5a", "#f6a83a", "#e8872b", "#f6a83a");
}
