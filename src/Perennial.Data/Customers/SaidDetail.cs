using System.Globalization;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Engines;

namespace Perennial.Data.Customers;

/// <summary>A detail of a customer as somebody said it.</summary>
/// <param name="Detail">Its place among those of the customer, from 0 (<see cref="DetailTimes"/>).</param>
/// <param name="SaidAt">When it was true.</param>
/// <param name="Value">What was said; a birthday as its day since 1970.</param>
/// <param name="KnownAt">When the shop first knew.</param>
readonly record struct SaidDetail(int Detail, Instant SaidAt, string Value, Instant KnownAt)
{
    /// <summary>A row of <c>customer-details-before</c>.</summary>
    public static SaidDetail Read(Rows row) => new(row.Int32(1), row.Instant(2), row.Text(3)!, row.Instant(4));

    /// <summary>Whether nobody said since when it is true.</summary>
    public bool IsUndated => KnownAt == SaidAt;

    /// <summary>The detail alone.</summary>
    public CustomerDetails ToDetails() => Detail switch
    {
        0 => new() { FirstName = Value },
        1 => new() { LastName = Value },
        2 => new() { Email = Value },
        3 => new() { Phone = Value },
        4 => new() { Address1 = Value },
        5 => new() { Address2 = Value },
        6 => new() { City = Value },
        7 => new() { Region = Value },
        8 => new() { Postcode = Value },
        9 => new() { Country = Value },
        _ => new() { Birthday = ShopCalendar.Date(int.Parse(Value, CultureInfo.InvariantCulture)) },
    };
}
