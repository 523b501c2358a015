using System.Text;
using Perennial.Core.Intake;
using Perennial.Core.Profiles;

namespace Perennial.Channels.Files;

/// <summary>A recommended product as several cells of a file: what a letter or an e-mail needs to show it.</summary>
static class ProductText
{
    static readonly string[] Parts = ["id", "name", "category", "price", "image", "description"];

    /// <summary>The names of the cells of a column: <c>discover_1_id</c>, <c>discover_1_name</c>, …</summary>
    public static string Header(Column column) =>
        string.Join(',', Parts.Select(part => $"{column.Name}_{part}"));

    /// <summary>The cells of a product; empty ones for none.</summary>
    public static byte[] Cells(ProductDetails? product)
    {
        var buffer = new List<byte>();
        Add(buffer, product?.Id);
        Add(buffer, product?.Name);
        Add(buffer, product?.Category);
        buffer.Add((byte)',');
        if (product?.PriceCents is { } cents)
        {
            Span<byte> price = stackalloc byte[CsvCell.MaxBytes];
            buffer.AddRange(price[..CsvCell.Money(cents, price)]);
        }
        // A picture that its address carries itself would make every row as long as the picture.
        Add(buffer, product?.Image is { } image && !image.StartsWith("data:", StringComparison.Ordinal) ? image : null);
        Add(buffer, product?.Description);
        return [.. buffer[1..]];
    }

    static void Add(List<byte> buffer, string? value)
    {
        buffer.Add((byte)',');
        var text = Encoding.UTF8.GetBytes(value ?? "");
        var cell = new byte[CsvCell.MaxTextBytes(text.Length)];
        buffer.AddRange(cell.AsSpan(0, CsvCell.Text(text, cell)));
    }
}
