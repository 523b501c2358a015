using Perennial.Core.History;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>
/// Takes one enrollment as far as it goes at an instant: through conditions, arms and waits that are over, to the next
/// contact. A pure function of the version, the enrollment, the customer and the instant: live steps, the tick, the
/// impact of a plan, simulation and back-test call this and nothing else.
/// </summary>
public sealed class Machine
{
    /// <summary>Why an enrollment ended that went through all of its steps.</summary>
    public const string Done = "done";

    readonly StrategyProgram program;
    readonly StrategyCustomer customer;
    readonly Instant now;
    readonly List<LeftOut> leftOut = [];
    readonly List<Drawn> drawn = [];
    readonly List<ContactStep> doing = [];
    readonly List<Candidate> dropped = [];
    Enrollment at;

    Machine(StrategyProgram program, Enrollment enrollment, StrategyCustomer customer, Instant now) =>
        (this.program, at, this.customer, this.now) = (program, enrollment, customer, now);

    /// <summary>Takes an enrollment to an instant.</summary>
    /// <param name="program">The version that it goes by.</param>
    /// <param name="enrollment">Where it stands; open.</param>
    /// <param name="customer">The customer, with every fact up to now.</param>
    /// <param name="now">When.</param>
    public static Advanced Advance(
        StrategyProgram program, Enrollment enrollment, StrategyCustomer customer, Instant now) =>
        new Machine(program, enrollment, customer, now).Go();

    /// <summary>Whether an exit holds, and why: asked at every fact, whenever something is due, and before a
    /// contact goes.
    /// </summary>
    public static string? ExitOf(
        StrategyProgram program, Enrollment enrollment, StrategyCustomer customer, Instant now)
    {
        foreach (var exit in program.Strategy.Exits)
            if (customer.Holds(exit.Rule, now, enrollment)) return Reason(exit);
        return null;
    }

    const int LongestReason = 80;

    // "has order since entry" is told as "order". A rule of many lines is stored with everybody whom it ended.
    static string Reason(WrittenRule exit) => exit.Rule is FactTest test ? test.Fact.Name
        : exit.Written.Length <= LongestReason ? exit.Written : exit.Written[..(LongestReason - 1)] + "…";

    /// <summary>What becomes of an enrollment by the end of the contact that it proposed.</summary>
    /// <param name="program">The version that it goes by.</param>
    /// <param name="candidate">What was proposed.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="now">When.</param>
    /// <param name="until">Where it waits: until when.</param>
    /// <param name="hasOutcome">Whether somebody is reached by it, and how that ends is to come.</param>
    public static Enrollment Decided(StrategyProgram program, Candidate candidate, StrategyCustomer customer,
        ContactEnd end, Instant now, Instant until, bool hasOutcome)
    {
        var at = candidate.Enrollment;
        if (end == ContactEnd.Waits)
        {
            var later = until > now ? until : Instant.Never;
            return at with { DueAt = candidate.ExpiresAt > now ? Earlier(later, candidate.ExpiresAt) : later };
        }
        if (end == ContactEnd.Went)
            at = at with { LastContactAt = now, DecidedAt = now, Done = WithDone(at, candidate.Step) };
        if (end == ContactEnd.Went && hasOutcome && candidate.Touch < candidate.Content.Touches)
            return at with { State = StepState.AwaitsOutcome, DueAt = candidate.ExpiresAt };
        if (end == ContactEnd.Unsent && candidate.Step.ExitIfUnsent) return at.End("unsent", now);
        return new Machine(program, at, customer, now).Finished(candidate.Step);
    }

    /// <summary>What an enrollment has proposed and what is not decided for good yet; null where it proposes nothing.
    /// </summary>
    public static Candidate? Undecided(
        StrategyProgram program, Enrollment enrollment, StrategyCustomer customer, Instant now) =>
        // Put off, it is due later than it was first; the next dial of a call is proposed when it is due.
        enrollment is { IsOpen: true, State: StepState.Waiting } && enrollment.DueAt != enrollment.FirstDueAt
            && program.At(enrollment.Position) is ContactStep step
            ? new Machine(program, enrollment, customer, now).Propose(step) : null;

    /// <summary>The enrollment past a contact that was decided before it was proposed here.</summary>
    public static Enrollment Past(
        StrategyProgram program, Candidate candidate, StrategyCustomer customer, Instant now) =>
        new Machine(program, candidate.Enrollment, customer, now).Finished(candidate.Step);

    /// <summary>The contact that waits behind the wait an enrollment is in, where nothing lies between them.</summary>
    public static (Instant DueAt, Instant ExpiresAt)? Upcoming(
        StrategyProgram program, Enrollment enrollment, StrategyCustomer customer)
    {
        if (!enrollment.IsOpen || enrollment.State != StepState.Waiting || !enrollment.DueAt.HasValue) return null;
        if (program.At(enrollment.Position) is not (WaitStep or WaitUntilStep or WaitForDateStep)) return null;
        return program.At(program.Behind(enrollment.Position)) is ContactStep { When: null } contact
            && contact.Content.Kind.IsContact()
            ? (enrollment.DueAt, ExpiryOf(contact, enrollment, enrollment.DueAt, customer)) : null;
    }

    Advanced Go()
    {
        Candidate? candidate = null;
        if (ExitOf(program, at, customer, now) is { } exit) at = at.End(exit, now);
        while (at.IsOpen && candidate is null)
        {
            if (program.At(at.Position) is not { } step)
            {
                at = at.End(Done, now);
                break;
            }
            if (step is ContactStep contact)
            {
                candidate = Contact(contact);
                if (candidate is null && at.State == StepState.AwaitsOutcome) break;
                if (candidate is null && at.State == StepState.Waiting && at.DueAt > now) break;
                continue;
            }
            if (at.State == StepState.New) Arrive(step);
            if (at.State == StepState.Waiting && !IsOver(step)) break;
            if (at.IsOpen && at.State != StepState.New) MoveTo(program.Behind(at.Position), at.DueAt);
        }
        return new Advanced(at, candidate)
        {
            LeftOut = leftOut, Drawn = drawn, Done = doing, Dropped = dropped,
        };
    }

    // A branch, a split and an exit are passed at once; a wait begins where the step before was finished.
    void Arrive(Step step)
    {
        switch (step)
        {
            case BranchStep branch:
                var list = customer.Holds(branch.When.Rule, now, at) ? branch.Then : branch.Else;
                Enter(list, step.Path);
                break;
            case SplitStep split:
                var name = Draw(split.Name, [.. split.Arms.Select(arm => (arm.Name, arm.Share))]);
                Enter((split.Arms.FirstOrDefault(arm => arm.Name == name) ?? split.Arms[^1]).Steps, step.Path);
                break;
            case ExitStep exit:
                at = at.End(exit.Reason, now);
                break;
            case WaitForDateStep date:
                ArriveAt(date);
                break;
            default:
                at = at with { State = StepState.Waiting, DueAt = DueAtOf(step) };
                break;
        }
    }

    void Enter(IReadOnlyList<Step> list, string path) =>
        at = at with { Position = list.Count > 0 ? list[0].Path : program.Behind(path), State = StepState.New };

    Instant DueAtOf(Step step) => step switch
    {
        WaitStep wait => wait.Length.After(at.From, customer.Zone),
        WaitUntilStep until => until.Until.Next(
            until.AtLeast is { } least ? least.After(at.From, customer.Zone) : at.From, customer.Zone),
        WaitForFactStep fact => fact.AtMost.After(at.From, customer.Zone),
        _ => now,
    };

    void ArriveAt(WaitForDateStep wait)
    {
        var date = customer.Data.Profiles.Values((Profiles.Column<Instant>)wait.Column)[customer.Row];
        if (date.HasValue && wait.Offset is { } offset) date = offset.After(date, customer.Zone, wait.IsBefore);
        var trouble = !date.HasValue ? wait.Missing : date < at.From ? wait.Past : (DateTrouble?)null;
        var words = date.HasValue ? $"{wait.Column.Name} is over" : $"{wait.Column.Name} is not known";
        if (trouble == DateTrouble.Exit) at = at.End("no date", now);
        else if (trouble is not null)
        {
            at = at with { State = StepState.Waiting, DueAt = now };
            if (trouble == DateTrouble.Skip) at = at with { SkipsNext = words };
        }
        else
        {
            var most = wait.AtMost is { } length ? length.After(at.From, customer.Zone) : Instant.Never;
            at = at with { State = StepState.Waiting, DueAt = Earlier(date, most) };
        }
    }

    // A wait for a fact looks back to the decision of the contact before it: answers may be quicker than rows.
    bool IsOver(Step step)
    {
        if (step is WaitForFactStep { Fact: var fact })
        {
            var behind = at.DecidedAt.HasValue ? new Instant(at.DecidedAt.UnixMs - 1) : at.EnteredAt;
            if (FactMatch.AnyAfter(fact, customer, behind, now))
            {
                at = at with { DueAt = now };
                return true;
            }
        }
        return at.DueAt <= now;
    }

    void MoveTo(string path, Instant finishedAt) => at = at with
    {
        Position = path, State = StepState.New, FinishedAt = finishedAt, DueAt = Instant.Never,
    };

    Candidate? Contact(ContactStep step)
    {
        if (at.State == StepState.New && !Begins(step)) return null;
        if (at.State == StepState.AwaitsOutcome)
        {
            AwaitOutcome(step);
            if (at.State != StepState.Waiting) return null;
        }
        if (at.DueAt > now) return null;
        if (at.Touch > 1 || !at.Done.Contains(step.Name)) return Propose(step);
        // By the other of two customers who turned out to be one, while it waited here.
        dropped.Add(Propose(step));
        at = Finished(step);
        return null;
    }

    // Whether it does is read once, when it is first due, from the facts of then.
    bool Begins(ContactStep step)
    {
        if (at.Done.Contains(step.Name))
        {
            // By the other of two customers who turned out to be one.
            at = Finished(step);
            return false;
        }
        if (at.SkipsNext is { } why)
        {
            leftOut.Add(new LeftOut(step, "no date", why));
            at = Finished(step) with { SkipsNext = null };
            return false;
        }
        if (step.When is { } when && !customer.Holds(when.Rule, now, at))
        {
            if (step.Else.Count > 0) Enter(step.Else, step.Path);
            else
            {
                leftOut.Add(new LeftOut(step, "condition", when.Written));
                at = Finished(step);
            }
            return false;
        }
        if (!step.Content.Kind.IsContact())
        {
            if (at.HeldOutBy == HeldOutBy.Nobody) doing.Add(step);
            at = Finished(step);
            return false;
        }
        at = at with { State = StepState.Waiting, FirstDueAt = at.From > at.MovedAt ? at.From : at.MovedAt,
            DueAt = now, Touch = 1 };
        return true;
    }

    Enrollment Finished(ContactStep step) => at with
    {
        Position = program.Behind(step.Path), State = StepState.New, FinishedAt = now, DueAt = now, Touch = 0,
        FirstDueAt = Instant.None, Done = WithDone(at, step),
    };

    static IReadOnlyList<string> WithDone(Enrollment at, ContactStep step) =>
        at.Done.Contains(step.Name) ? at.Done : [.. at.Done, step.Name];

    static readonly string[] askAgain = ["no answer", "voicemail", "busy"];

    // Nobody there: again, so long behind the last; anything else is the end of the step.
    void AwaitOutcome(ContactStep step)
    {
        var responses = customer.History.Responses;
        for (var index = responses.Count - 1; index >= 0 && responses.At[index] >= at.LastContactAt; index--)
        {
            if (responses.Kind[index] != ResponseKind.Disposition || responses.At[index] > now) continue;
            var words = responses.Disposition.IsEmpty ? null : responses.Disposition[index];
            if (!askAgain.Contains(words?.Replace('_', ' ').ToLowerInvariant()))
            {
                at = Finished(step);
                return;
            }
            var next = step.Content.Between.After(at.LastContactAt, customer.Zone);
            at = at with { State = StepState.Waiting, Touch = at.Touch + 1, FirstDueAt = next, DueAt = next };
            return;
        }
        if (at.DueAt <= now) at = Finished(step);
    }

    Candidate Propose(ContactStep step)
    {
        var (arm, content) = (default(string), step.Content);
        string? leftOutOffer = null;
        var leaves = program.Strategy.Discounts == DiscountUse.OnlyWhereNeeded && customer.IsFullPrice;
        if (leaves && (content.Offer is not null || step.Arms.Any(one => one.Content.Offer is not null)))
        {
            // No part of a test of offers, and no offer.
            leftOutOffer = "buys at full price";
            content = content with { Offer = null };
        }
        else if (step.Arms.Count > 0)
        {
            arm = Draw(step.Name, [.. step.Arms.Select(one => (one.Name, one.Share))]);
            content = (step.Arms.FirstOrDefault(one => one.Name == arm) ?? step.Arms[^1]).Content;
        }
        var isHeldOut = step.Holdout > 0
            && Draw($"{step.Name}/holdout", [("held out", step.Holdout)]) == "held out";
        return new Candidate
        {
            Customer = customer.Id, Enrollment = at, Step = step, Content = content, Strategy = program.Strategy,
            Topic = content.Topic ?? program.Strategy.Topic, Touch = at.Touch, DueAt = at.FirstDueAt, Arm = arm,
            ExpiresAt = ExpiryOf(step, at, at.FirstDueAt, customer), IsStepHeldOut = isHeldOut,
                OfferLeftOut = leftOutOffer,
        };
    }

    string Draw(string name, params IReadOnlyList<(string, double)> arms)
    {
        var experiment = $"{program.Strategy.Name}/{name}";
        var arm = customer.Draw(experiment, arms);
        if (!customer.Arms.ContainsKey(experiment)) drawn.Add(new Drawn(experiment, arm, now));
        return arm;
    }

    static Instant ExpiryOf(ContactStep step, Enrollment at, Instant due, StrategyCustomer customer)
    {
        var day = step.Expires.Kind switch
        {
            ExpiryKind.UntilTheDay => at.OccasionDay,
            ExpiryKind.UntilOrderBy => at.OrderByDay?.AddDays(1) ?? at.OccasionDay,
            _ => null,
        };
        return day is { } last ? customer.Zone.StartOf(ShopCalendar.Day(last)) : step.Expires.Length.After(due,
            customer.Zone);
    }

    static Instant Earlier(Instant one, Instant other) => one < other ? one : other;
}
