using Perennial.Core;

namespace Perennial.Channels.Intake.Values;

/// <summary>Sees to it that a file has one currency, and the shop's.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="shop">The shop's currency, or null.</param>
sealed class CurrencyCheck(string path, string? shop)
{
    byte[] lastCell = [];
    long firstLine;

    /// <summary>The currency found so far; null if the file names none.</summary>
    public string? Found { get; private set; }

    /// <summary>Takes the cell of a currency column.</summary>
    public void SeeCell(ReadOnlySpan<byte> cell, long line)
    {
        if (cell.IsEmpty || cell.SequenceEqual(lastCell)) return;
        lastCell = cell.ToArray();
        See(CurrencyText.Cell(cell)!, line);
    }

    /// <summary>Takes a currency written beside an amount or in its own column.</summary>
    /// <exception cref="BadInputException">It is the second currency of the file, or not the shop's.</exception>
    public void See(string currency, long line)
    {
        if (Found is null)
        {
            (Found, firstLine) = (currency, line);
            if (shop is not null && !Same(shop, currency))
                throw new BadInputException(
                    $"{path} line {line}", $"The amounts are in {currency}, the shop reckons in {shop}.",
                    "Convert the file, or keep it in a shop of its own.");
        }
        else if (!Same(Found, currency))
        {
            throw new BadInputException(
                path, $"The file has two currencies: {Found} on line {firstLine} and {currency} on line {line}.",
                "Convert the amounts to one currency, or split the file.");
        }
        else if (Found.Length != 3)
        {
            // The code says more than the sign.
            Found = currency;
        }
    }

    // A sign that names several currencies agrees with each of them.
    static bool Same(string one, string other) => one == other
        || Agrees(one, other) || Agrees(other, one);

    static bool Agrees(string sign, string code) => sign switch
    {
        "$" => code is "USD" or "CAD" or "AUD" or "NZD" or "SGD" or "HKD" or "MXN" or "BRL",
        "kr" => code is "SEK" or "NOK" or "DKK" or "ISK",
        "¥" => code is "JPY" or "CNY",
        _ => false,
    };
}
