using System.Text;
using System.Text.Json;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>What is stored of an enrollment: all of it, and not much.</summary>
public class EnrollmentTexts
{
    [Fact]
    public void An_enrollment_is_read_as_it_was_written()
    {
        for (var seed = 0UL; seed < 500; seed++)
        {
            var random = new Rng(seed);
            var one = SomeEnrollment(random);
            var read = EnrollmentText.Read(EnrollmentText.Write(one));
            Assert.Equal(one with { Done = [] }, read with { Done = [] });
            Assert.Equal(one.Done, read.Done);
            var past = SomePast(random);
            Assert.Equal(past, EnrollmentText.ReadPast(EnrollmentText.Write(past)));
        }
    }

    [Fact]
    public void One_that_has_just_begun_says_little()
    {
        var one = new Enrollment
        {
            Strategy = "welcome", Version = 1, Occurrence = "fact:01", EnteredAt = Some.At("2026-06-01"),
            Position = "1",
        };
        Assert.Equal("""{"s":"welcome","v":1,"o":"fact:01","in":1780272000000,"at":"1"}""", EnrollmentText.Write(one));
        Assert.Equal("""{"s":"welcome"}""", EnrollmentText.Write(new StrategyPast("welcome")));
    }

    [Theory]
    [InlineData("""{"s":"w","v":1,"o":"f","in":5,"at":"1","colour":"red"}""")]
    [InlineData("""{"s":"w","v":1,"o":"f","in":5,"at":"1","done":null,"left":null}""")]
    public void What_a_later_program_adds_is_passed_over_and_what_it_leaves_out_is_as_by_default(string text)
    {
        var read = EnrollmentText.Read(text);
        Assert.Equal(("w", 1, "f", new Instant(5), Instant.Never, true), (read.Strategy, read.Version, read.Occurrence,
            read.EnteredAt, read.DueAt, read.IsOpen));
        Assert.Empty(read.Done);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("[]")]
    public void What_is_no_document_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => EnrollmentText.Read(text));

    [Fact]
    public void Every_shipped_strategy_stays_small_all_its_way()
    {
        foreach (var strategy in SomeStrategies.Shipped.Set.Strategies)
        {
            var names = strategy.AllSteps.OfType<ContactStep>().Select(step => step.Name).ToArray();
            var at = Some.At("2026-11-29T12:00Z");
            var whole = new Enrollment
            {
                Strategy = strategy.Name, Version = 12, Occurrence = $"fact:{UInt128.MaxValue:x32}", EnteredAt = at,
                HeldOutBy = HeldOutBy.Universal, Position = strategy.AllSteps.MaxBy(step => step.Path.Length)!.Path,
                State = StepState.AwaitsOutcome, DueAt = at, OccasionDay = new(2026, 5, 31),
                OrderByDay = new(2026, 5, 29), FirstDueAt = at, Touch = 5, FinishedAt = at, DecidedAt = at,
                LastContactAt = at, MovedAt = at, Done = names,
            };
            Assert.InRange(Encoding.UTF8.GetByteCount(EnrollmentText.Write(whole)), 250, 600);
        }
    }

    [Fact]
    public void A_rule_of_many_lines_that_ended_it_is_cut()
    {
        var rule = string.Join(" and ", Enumerable.Range(1, 60).Select(days => $"has order within {days} days"));
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("long", "- wait: 9d\n- name: mail\n  email: a",
            exit: $"exit: {rule}\n"));
        var world = new StrategyWorld(book, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z")
            .Order("2026-06-02T08:00Z");
        var ended = Assert.Single(world.State.Enrollments);
        Assert.Equal(80, ended.Left!.Length);
        Assert.EndsWith("…", ended.Left);
        Assert.InRange(Encoding.UTF8.GetByteCount(EnrollmentText.Write(ended)), 100, 400);
    }

    static Enrollment SomeEnrollment(Rng random) => new()
    {
        Strategy = Name(random), Version = random.NextInt(1, 9), Occurrence = Name(random), EnteredAt = At(random),
        HeldOutBy = (HeldOutBy)random.NextInt(3), Position = random.NextInt(2) == 0 ? "" : "5.then.1",
        State = (StepState)random.NextInt(3), DueAt = At(random), OccasionDay = Day(random), OrderByDay = Day(random),
        FirstDueAt = At(random), Touch = random.NextInt(6), FinishedAt = At(random), DecidedAt = At(random),
        LastContactAt = At(random), MovedAt = At(random), SkipsNext = Text(random), Left = Text(random),
        Done = [.. Enumerable.Range(0, random.NextInt(4)).Select(_ => Name(random))], EndedAt = At(random),
    };

    static StrategyPast SomePast(Rng random) => new(Name(random))
    {
        Entries = random.NextInt(3), EnteredAt = At(random), EndedAt = At(random), LastContactAt = At(random),
        AskedUntil = At(random),
        Pending = random.NextInt(2) == 0 ? null : new PendingEntry(Name(random), At(random), At(random))
            { Day = Day(random), OrderBy = Day(random) },
    };

    static string Name(Rng random) => random.NextInt(4) switch
    {
        0 => "welcome",
        1 => "Grüße & \"Küsse\"",
        2 => "replenishment:роза:2026-06-01",
        _ => $"{random.NextInt(1_000)}",
    };

    static string? Text(Rng random) => random.NextInt(2) == 0 ? null : Name(random);

    static DateOnly? Day(Rng random) =>
        random.NextInt(2) == 0 ? null : new DateOnly(2026, 1, 1).AddDays(random.NextInt(400));

    static Instant At(Rng random) => random.NextInt(4) switch
    {
        0 => Instant.None,
        1 => Instant.Never,
        2 => new Instant(0),
        _ => new Instant(1_780_000_000_000 + random.NextInt(1_000_000_000)),
    };
}
