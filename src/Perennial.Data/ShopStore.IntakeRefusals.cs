using Perennial.Core;

namespace Perennial.Data;

/// <summary>How often something was refused within an hour.</summary>
/// <param name="HourAt">The hour's start.</param>
/// <param name="Source">Whose it was; empty where that is not known.</param>
/// <param name="Reason">A short code, as in <see cref="Core.Intake.Refusal"/>.</param>
/// <param name="Problem">What was wrong; empty for those that are not told apart.</param>
/// <param name="Remedy">What to do; empty for those.</param>
/// <param name="Times">How often.</param>
public sealed record RefusalCount(
    Instant HourAt, string Source, string Reason, string Problem, string Remedy, long Times);

public sealed partial class ShopStore
{
    /// <summary>Adds to what was refused; the same again adds to its number.</summary>
    public void AddIntakeRefusals(IEnumerable<RefusalCount> counts)
    {
        using var lease = Rent();
        using var transaction = Transaction.Write(lease.Database);
        var add = lease.Database.Query(
            "add-intake-refusal", "hour_at", "source", "reason", "problem", "remedy", "times");
        // In one order, so that two processes that write the same rows never wait for one another.
        var ordered = counts.OrderBy(count => count.HourAt.UnixMs).ThenBy(count => count.Source, StringComparer.Ordinal)
            .ThenBy(count => count.Reason, StringComparer.Ordinal)
            .ThenBy(count => count.Problem, StringComparer.Ordinal);
        foreach (var count in ordered)
        {
            add.Bind(1, count.HourAt).Bind(2, count.Source).Bind(3, count.Reason).Bind(4, count.Problem)
                .Bind(5, count.Remedy).Bind(6, count.Times).Run();
        }
        transaction.Commit();
    }

    /// <summary>What was refused, the last hour first.</summary>
    /// <param name="since">Hours that started before are left out.</param>
    public IReadOnlyList<RefusalCount> IntakeRefusals(Instant since)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("intake-refusals", "since").Bind(1, since);
        var counts = new List<RefusalCount>();
        while (rows.Step())
        {
            counts.Add(new RefusalCount(
                rows.Instant(0), rows.Text(1)!, rows.Text(2)!, rows.Text(3)!, rows.Text(4)!, rows.Int64(5)));
        }
        return counts;
    }

    /// <summary>Forgets what was refused in hours that started before an instant.</summary>
    public void ForgetIntakeRefusals(Instant before)
    {
        using var lease = Rent();
        lease.Database.Query("forget-intake-refusals", "before").Bind(1, before).Run();
    }
}
