using System.Buffers.Text;
using System.Globalization;

namespace Perennial.Bench;

/// <summary>
/// Writes a file of orders (customer_id, ordered_at, amount) for benchmarks: the same bytes for the same seed.
/// </summary>
/// <remarks>
/// Every customer orders at least once; the other orders fall to customers very unevenly, as in shops. Rows stand
/// in random order, which is the hardest case for grouping.
/// </remarks>
static class OrdersGenerator
{
    const int FirstDay = 19_723; // 2024-01-01
    const int Days = 1_035;      // to 2026-10-31

    public static int Run(string[] arguments)
    {
        long Number(int index, long otherwise) =>
            arguments.Length > index ? long.Parse(arguments[index], CultureInfo.InvariantCulture) : otherwise;
        Write(arguments[0], (int)Number(1, 1_000_000), (int)Number(2, 10_000_000), (ulong)Number(3, 1));
        return 0;
    }

    static void Write(string path, int customers, int orders, ulong seed)
    {
        var random = new SplitMix(seed);
        var customer = Customers(customers, orders, random);
        var days = new string[Days];
        for (var day = 0; day < Days; day++)
            days[day] = DateOnly.FromDayNumber(FirstDay + day + new DateOnly(1970, 1, 1).DayNumber)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var buffer = new byte[1 << 20];
        var used = Append(buffer, 0, "customer_id,ordered_at,amount\n");
        foreach (var number in customer)
        {
            if (used > buffer.Length - 64)
            {
                file.Write(buffer, 0, used);
                used = 0;
            }
            used = Append(buffer, used, "C");
            Utf8Formatter.TryFormat(number + 1, buffer.AsSpan(used), out var written, new('D', 7));
            used = Append(buffer, used + written, ",");
            used = Append(buffer, used, days[random.Below(Days)]);
            used = Append(buffer, used, ",");
            // Between 5.00 and 400.00, small ones more often.
            var share = random.Below(1_000_000) / 1e6;
            var cents = 500 + (int)(39_500 * share * share);
            Utf8Formatter.TryFormat(cents / 100, buffer.AsSpan(used), out written);
            used = Append(buffer, used + written, ".");
            Utf8Formatter.TryFormat(cents % 100, buffer.AsSpan(used), out written, new('D', 2));
            used = Append(buffer, used + written, "\n");
        }
        file.Write(buffer, 0, used);
    }

    static int[] Customers(int customers, int orders, SplitMix random)
    {
        var customer = new int[orders];
        for (var i = 0; i < orders; i++)
        {
            var share = random.Below(1 << 24) / (double)(1 << 24);
            customer[i] = i < customers ? i : (int)(customers * share * share);
        }
        for (var i = orders - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (customer[i], customer[other]) = (customer[other], customer[i]);
        }
        return customer;
    }

    static int Append(byte[] buffer, int at, string text)
    {
        for (var i = 0; i < text.Length; i++) buffer[at + i] = (byte)text[i];
        return at + text.Length;
    }

    sealed class SplitMix(ulong seed)
    {
        ulong state = seed;

        public int Below(int limit)
        {
            unchecked
            {
                var z = state += 0x9e3779b97f4a7c15;
                z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
                z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
                z ^= z >> 31;
                return (int)(((z >> 32) * (ulong)limit) >> 32);
            }
        }
    }
}
