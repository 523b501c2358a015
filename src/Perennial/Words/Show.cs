using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Shop;

namespace Perennial.Words;

/// <summary>Values as people read them. Nothing to show is an en dash.</summary>
public static class Show
{
    public const string Nothing = "–";

    /// <summary>843.00 with the currency: "€843.00", or "843.00 SEK" where no sign is known.</summary>
    public static string Money(long cents, string currency) =>
        Priced(CallWords.Money(Math.Abs(cents)), cents < 0, currency);

    /// <summary>An amount for tiles and axes: "€1.2 M", "€843 k", "€84".</summary>
    public static string MoneyShort(long cents, string currency) =>
        Priced(Short(Math.Abs(cents) / 100.0), cents < 0, currency);

    /// <summary>A telephone number with blanks, as people write it.</summary>
    public static string Phone(string number) => DialPlan.Shown(number);

    public static string Count(long count) => count.ToString("N0");

    /// <summary>A number for axes: "1.2 M", "843 k", "84".</summary>
    public static string Short(double value) => value switch
    {
        >= 99_950_000 => (value / 1_000_000).ToString("N0") + " M",
        >= 999_500 => (value / 1_000_000).ToString("0.#") + " M",
        >= 99_950 => (value / 1_000).ToString("N0") + " k",
        >= 9_950 => (value / 1_000).ToString("0.#") + " k",
        _ => value.ToString("N0"),
    };

    public static string Share(double share) => double.IsNaN(share) ? Nothing
        : share is > 0 and < 0.001 ? "<0.1 %" : share.ToString(share < 0.1 ? "0.0 %" : "0 %");

    public static string Day(Instant at, ShopCalendar calendar) =>
        at.HasValue ? Day(calendar.DayOf(at)) : Nothing;

    public static string Day(int day) => ShopCalendar.Date(day).ToString("yyyy-MM-dd");

    /// <summary>Day and time of day in the shop's calendar.</summary>
    public static string Time(Instant at, ShopCalendar calendar)
    {
        if (!at.HasValue) return Nothing;
        var day = calendar.DayOf(at);
        var time = TimeSpan.FromMilliseconds(at.UnixMs - calendar.StartOf(day).UnixMs);
        return $"{Day(day)} {time:hh\\:mm\\:ss}";
    }

    /// <summary>The same without seconds.</summary>
    public static string Minute(Instant at, ShopCalendar calendar) => at.HasValue ? Time(at, calendar)[..^3] : Nothing;

    /// <summary>"just now", "5 min ago", "3 h ago", "12 days ago"; "never" where there is none.</summary>
    public static string Ago(Instant at, Instant now) => !at.HasValue ? "never"
        : now.UnixMs - at.UnixMs < 60_000 ? "just now" : Duration((now.UnixMs - at.UnixMs) / 1000.0) + " ago";

    /// <summary>"0.2 s", "12 s", "5 min", "3 h", "12 days".</summary>
    public static string Duration(double seconds) => seconds switch
    {
        <= 0 => "0 s",
        < 9.95 => $"{Math.Max(0.1, seconds):0.0} s",
        < 99.5 => $"{seconds:0} s",
        < 5_400 => $"{seconds / 60:0} min",
        < 172_800 => $"{seconds / 3600:0} h",
        _ => $"{seconds / 86_400:N0} days",
    };

    /// <summary>"12 kB", "3.4 MB", "1.2 GB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000_000 => $"{bytes / 1e3:0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.#} MB",
        _ => $"{bytes / 1e9:0.#} GB",
    };

    /// <summary>"one customer", "12 customers".</summary>
    public static string Customers(long count) => count == 1 ? "1 customer" : $"{count:N0} customers";

    public static string Orders(long count) => count == 1 ? "1 order" : $"{count:N0} orders";

    /// <summary>"1st", "2nd", "11th".</summary>
    public static string Ordinal(int place) => place.ToString("N0") + ((place % 100 / 10, place % 10) switch
    {
        (not 1, 1) => "st",
        (not 1, 2) => "nd",
        (not 1, 3) => "rd",
        _ => "th",
    });

    /// <summary>The address of a segment's page.</summary>
    public static string SegmentAddress(string segment) => "/segments/" + Uri.EscapeDataString(segment);

    /// <summary>The address of a strategy's page.</summary>
    public static string StrategyAddress(string strategy) => "/strategies/" + Uri.EscapeDataString(strategy);

    /// <summary>The address of a product's page.</summary>
    public static string ProductAddress(string product) => "/products/" + Uri.EscapeDataString(product);

    /// <summary>One value of any column, with its unit where a number alone would not speak.</summary>
    public static string Value(ShopView view, Column column, int row) => column switch
    {
        Column<byte> bytes => Value(view, bytes, row),
        Column<int> { Form.Names: NameSource.Products } products => Product(view, view.Table.Values(products)[row]),
        Column<int> ints => view.Table.Values(ints)[row] is var value && value == ints.NoValue ? Nothing
            : column.Form.Text is { } text ? text(value, view.Bins) : value.ToString("N0"),
        Column<long> money => view.Table.Values(money)[row] is var cents && cents == money.NoValue ? Nothing
            : Money(cents, view.Currency),
        Column<Instant> instants => view.Table.Values(instants)[row] is { HasValue: true } at
            ? Day(at, view.Calendar) : Nothing,
        Column<double> numbers => Number(view.Table.Values(numbers)[row], column.Unit, view.Currency),
        _ => Nothing,
    };

    static string Product(ShopView view, int number)
    {
        if (number < 0) return Nothing;
        var id = view.Table.Products[number];
        return view.Products.Find(id)?.Name ?? id;
    }

    static string Value(ShopView view, Column<byte> column, int row)
    {
        var value = view.Table.Values(column)[row];
        if (!column.Form.HasNone) return value == 1 ? "yes" : "no";
        if (value == 0) return Nothing;
        return column.Form.Names == NameSource.Labels ? view.Table.Label(column, row) : value.ToString();
    }

    static string Number(double value, string unit, string currency)
    {
        if (double.IsNaN(value)) return Nothing;
        if (unit is "share 0..1" or "probability 0..1") return Share(value);
        return unit == "currency" ? Money(Average.Cents(value), currency) : value.ToString("#,0.##");
    }

    static string Priced(string amount, bool negative, string currency)
    {
        var minus = negative ? "−" : "";
        var sign = currency switch { "EUR" => "€", "USD" => "$", "GBP" => "£", "JPY" => "¥", _ => "" };
        return sign.Length > 0 || currency.Length == 0 ? $"{minus}{sign}{amount}" : $"{minus}{amount} {currency}";
    }
}
