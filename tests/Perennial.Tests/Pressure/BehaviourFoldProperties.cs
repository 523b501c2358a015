using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Settings;

namespace Perennial.Tests.Pressure;

/// <summary>What must hold for any contacts, responses and activities.</summary>
public class BehaviourFoldProperties
{
    static readonly ProfileSettings Paris = new() { Calendar = ShopCalendars.Of("Europe/Paris") };

    [Fact]
    public void The_order_of_arrival_does_not_matter() => Holds(
        from facts in SomeBehaviour.Any()
        from contacts in Gen.Shuffle(facts.Contacts.ToArray())
        from responses in Gen.Shuffle(facts.Responses.ToArray())
        from activities in Gen.Shuffle(facts.Activities.ToArray())
        from asOf in SomeBehaviour.Within
        select (Facts: facts, Shuffled: new SomeBehaviour.Facts(facts.Orders, contacts, responses, activities), asOf),
        x => Stored(x.Facts, x.asOf) == Stored(x.Shuffled, x.asOf));

    [Fact]
    public void Nothing_after_the_instant_is_used() => Holds(
        from facts in SomeBehaviour.Any()
        from asOf in SomeBehaviour.Within
        select (Facts: facts, AsOf: asOf),
        x => Stored(x.Facts, x.AsOf) == Stored(x.Facts.UpTo(x.AsOf), x.AsOf));

    [Fact]
    public void Folding_again_after_each_fact_equals_folding_it_all_at_once() => Holds(
        from facts in SomeBehaviour.Any()
        from asOf in SomeBehaviour.Within
        select (Facts: facts, AsOf: asOf),
        x =>
        {
            var table = new ProfileTable(Columns.All, Some.Keys(1));
            var fold = new ProfileFold(x.AsOf, Paris, table);
            foreach (var at in x.Facts.Instants.Order()) fold.Fold(x.Facts.UpTo(at).Table()[0], 0);
            fold.Fold(x.Facts.Table()[0], 0);
            return Some.Stored(table) == Stored(x.Facts, x.AsOf);
        });

    // Brute force: at every instant at which a fact comes in or may leave a window, at the millisecond before, and at
    // the start of every day.
    [Fact]
    public void Columns_change_at_NextChangeAt_and_not_before() => Holds(
        from facts in SomeBehaviour.Any(5)
        from asOf in SomeBehaviour.Within
        select (Facts: facts, AsOf: asOf),
        x =>
        {
            var history = x.Facts.Table();
            var table = new ProfileTable(Columns.All, Some.Keys(1));
            string StoredAt(Instant at)
            {
                new ProfileFold(at, Paris, table).Fold(history[0], 0);
                return Some.Stored(table);
            }
            var now = StoredAt(x.AsOf);
            var next = table.NextChangeAt[0];
            if (next <= x.AsOf || (next.HasValue && StoredAt(next) == now)) return false;
            var last = next.HasValue ? next : new Instant(x.AsOf.UnixMs + 300 * 86_400_000L);
            var today = Paris.Calendar.DayOf(x.AsOf);
            var suspects = x.Facts.Instants
                .SelectMany(at => new[] { 0, 7, 30, 90 }.Select(days => at.UnixMs + days * 86_400_000L))
                .Concat(Enumerable.Range(1, 300).Select(day => Paris.Calendar.StartOf(today + day).UnixMs))
                .SelectMany(ms => new[] { ms - 1, ms }).Append(last.UnixMs - 1)
                .Where(ms => ms > x.AsOf.UnixMs && ms < last.UnixMs);
            return suspects.Distinct().All(ms => StoredAt(new Instant(ms)) == now);
        });

    static string Stored(SomeBehaviour.Facts facts, Instant asOf) =>
        Some.Stored(ProfileFold.FoldAll(facts.Table(), Some.Keys(1), asOf, Paris));

    static void Holds<T>(Gen<T> cases, Func<T, bool> claim) =>
        Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(150),
            Prop.ForAll(cases.ToArbitrary(), claim));
}
