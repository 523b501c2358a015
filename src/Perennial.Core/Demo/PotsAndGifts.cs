using Perennial.Core.Demo.Pictures;
using static Perennial.Core.Demo.FlowerCatalogue;

namespace Perennial.Core.Demo;

/// <summary>Plants, orchids, vases and presents.</summary>
static class PotsAndGifts
{
    internal static readonly FlowerProduct[] All =
    [
        new(Plants, "PLA-01", "Monstera", 3400, 1300, "Large leaves with windows; asks for little, gives a jungle.",
            () => ShopDrawing.Potted("#f7e7da", "#f4f0e6", Plant.Monstera)) { Stock = 24 },
        new(Plants, "PLA-02", "Boston fern", 1900, 700, "A fountain of green for the bathroom shelf.",
            () => ShopDrawing.Potted("#e8ebf5", "#b9714f", Plant.Fern)) { Stock = 35 },
        new(Plants, "PLA-03", "Flowering cactus", 1400, 480, "A small cactus that blooms for whoever forgets it.",
            () => ShopDrawing.Potted("#fbeccb", "#d98a5f", Plant.Cactus)) { Stock = 58 },
        new(Plants, "PLA-04", "Rosette succulent", 1200, 410, "Blue-green with pink tips, happy on any windowsill.",
            () => ShopDrawing.Potted("#f9e2e0", "#6f8fa8", Plant.Succulent)) { Stock = 73 },
        new(Plants, "PLA-05", "Olive tree", 5900, 2400, "A little olive tree for the balcony, with olives.",
            () => ShopDrawing.Potted("#dcebf3", "#c98f62", Plant.Olive)) { Stock = 11 },
        new(Plants, "PLA-06", "Basil and mint", 900, 300, "Herbs for the kitchen in one pot.",
            () => ShopDrawing.Potted("#fdf1d8", "#e9e2d3", Plant.Herbs)) { Stock = 80 },
        new(Plants, "PLA-07", "Snake plant", 2600, 980, "Upright, patient, cleans the air of the bedroom.",
            () => ShopDrawing.Potted("#e2efe9", "#3f4f5f", Plant.SnakePlant)) { Stock = 30 },
        new(Plants, "PLA-08", "Poinsettia", 1600, 560, "The red star of December.",
            () => ShopDrawing.Potted("#e4eadb", "#c9a24b", Plant.Poinsettia)) { Stock = 40 },
        new(Plants, "PLA-09", "Hydrangea", 2900, 1120, "A blue hydrangea for pot or garden.",
            () => ShopDrawing.Flowering("#f6ead7", "#8aa3b5", new(Bloom.Hydrangea, Tint.Blue))) { Stock = 21 },
        new(Plants, "PLA-10", "Lavender in a pot", 1300, 450, "Scent, bees and the South of France.",
            () => ShopDrawing.Flowering("#eef0dc", "#b9714f", new(Bloom.Lavender, Tint.Purple))) { Stock = 64 },

        new(Orchids, "ORC-01", "White phalaenopsis", 2900, 1150, "Two months of white moths on one stem.",
            () => ShopDrawing.Orchid("#dbe6ea", "#5f6f7a", orchidWhite, 1)) { Stock = 33 },
        new(Orchids, "ORC-02", "Pink phalaenopsis", 2900, 1150, "The classic pink moth orchid.",
            () => ShopDrawing.Orchid("#f1efe0", "#f7f3ea", orchidPink, 1)) { Stock = 29 },
        new(Orchids, "ORC-03", "Purple phalaenopsis, two stems", 4200, 1700, "Two stems of deep purple in a brass pot.",
            () => ShopDrawing.Orchid("#f4e8d4", "#c9a24b", orchidPurple, 2)) { Stock = 17 },
        new(Orchids, "ORC-04", "Yellow mini orchid", 1900, 720, "A small orchid for small windows.",
            () => ShopDrawing.Orchid("#e3e2f1", "#7f9a86", orchidYellow, 1)) { Stock = 26 },
        new(Orchids, "ORC-05", "White orchid, two stems", 5400, 2200, "Two arching stems in a dark pot, for the hall.",
            () => ShopDrawing.Orchid("#e9dfd5", "#2f3a44", orchidWhite, 2)) { Stock = 8 },
        new(Orchids, "ORC-06", "Coral orchid", 3400, 1380, "A rare coral that glows in the evening.",
            () => ShopDrawing.Orchid("#dff0ec", "#e9e2d3", orchidCoral, 1)) { Stock = 0 },

        new(Vases, "VAS-01", "Bud vase, celadon", 1800, 610, "For a single stem that deserves attention.",
            () => ShopDrawing.Vase("#f8ecdf", "#9fc2b0", 11, 30, 116, null, null)) { Stock = 48 },
        new(Vases, "VAS-02", "Glass cylinder", 2200, 760, "Clear glass, straight and honest.",
            () => ShopDrawing.Vase("#f3e1e2", "#9fc6dbb3", 30, 32, 104, null, new Sort(Bloom.Tulip, Tint.Coral)))
            { Stock = 36 },
        new(Vases, "VAS-03", "Delft vase", 4900, 1900, "Blue bands on white, painted by hand.",
            () => ShopDrawing.Vase("#dde8f3", "#fbfaf6", 20, 50, 128, "#3f62a8", null)) { Stock = 14 },
        new(Vases, "VAS-04", "Terracotta amphora", 3900, 1450, "Rough clay for dried grasses and olive branches.",
            () => ShopDrawing.Vase("#f1eedd", "#c67b52", 16, 46, 142, "#8f4f30", null)) { Stock = 19 },
        new(Vases, "VAS-05", "Amber glass vase", 3200, 1180, "Warm amber glass from an old mould.",
            () => ShopDrawing.Vase("#e7efe6", "#d98a2bc2", 16, 38, 96, null, new Sort(Bloom.Daisy, Tint.White)))
            { Stock = 22 },
        new(Vases, "VAS-06", "Black stoneware vase", 5600, 2200, "Matt black stoneware, thrown and signed.",
            () => ShopDrawing.Vase("#f5e5d3", "#33333b", 24, 54, 118, "#b98d5f", null)) { Stock = 7 },

        new(Gifts, "GIF-01", "Chocolates, twelve", 1600, 640, "Twelve pralines from the chocolatier next door.",
            () => GiftDrawing.Chocolates("#fbe6dd", "#7d2f3f", "#e9c884")) { Stock = 90 },
        new(Gifts, "GIF-02", "Gift card 25", 2500, 2500, "Flowers of their own choice, for 25.",
            () => GiftDrawing.Card("#e3edf4", "#f9c9cf", "#9c1730", new(Bloom.Rose, Tint.Red), "25")) { Stock = 999 },
        new(Gifts, "GIF-03", "Gift card 50", 5000, 5000, "Flowers of their own choice, for 50.",
            () => GiftDrawing.Card("#f6eed9", "#cfe0d2", "#3f6f4c", new(Bloom.Peony, Tint.Pink), "50")) { Stock = 999 },
        new(Gifts, "GIF-04", "Greeting card", 450, 120, "A printed card, written for you by hand.",
            () => GiftDrawing.Greeting("#dfeae6", "#fffaf0", new(Bloom.Anemone, Tint.Purple))) { Stock = 400 },
        new(Gifts, "GIF-05", "Fig and rose candle", 2400, 900, "Forty hours of fig, rose and cedar.",
            () => GiftDrawing.Candle("#efe3ee", "#f3cfc4", new(Bloom.Rose, Tint.Pink))) { Stock = 45 },
        new(Gifts, "GIF-06", "Jasmine tea", 1400, 560, "Green tea with jasmine flowers, 100 g in a tin.",
            () => GiftDrawing.Tin("#f7edd2", "#4f7f78", new(Bloom.Daisy, Tint.White))) { Stock = 62 },
        new(Gifts, "GIF-07", "Enamel watering can", 3500, 1400, "Holds two litres, or a bunch of daisies.",
            () => GiftDrawing.WateringCan("#fdeedd", "#6f9fb5", new(Bloom.Daisy, Tint.Yellow))) { Stock = 20 },
    ];

    static Tint orchidWhite => new("#ffffff", "#fdf3f7", "#ece4e6", "#c9487c");
    static Tint orchidPink => new("#ef9cc0", "#f7c3d8", "#dd77a4", "#a82a63");
    static Tint orchidPurple => new("#a457b0", "#c88bd0", "#7c3788", "#f2d14e");
    static Tint orchidYellow => new("#f6d75c", "#fbe997", "#e2b635", "#c4512f");
    static Tint orchidCoral => new("#f69a7b", "#fbc0aa", "#e2745a", "#a8324a");
}
