using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Data.Access;

namespace Perennial.Tests.Store;

public abstract class AccessContract : StoreContract
{
    static readonly Actor by = Actor.Terminal("tests");

    static Instant Later(TimeSpan after) => new(Now.UnixMs + (long)after.TotalMilliseconds);

    static StaffMember Person(string name, StaffRole role) =>
        new($"id-{name}", name, $"{name}@example.com", role, Now) { PasswordHash = "hash of " + name };

    StaffMember Add(string name, StaffRole role)
    {
        var staff = Person(name, role);
        Store.Staff.Add(staff, new AuditEntry(Now, by, "staff added", name));
        return staff;
    }

    static AuditEntry Note(string what) => new(Now, by, what, "x");

    [Fact]
    public void Staff_are_kept_and_an_address_belongs_to_one()
    {
        Assert.False(Store.Staff.Any());
        var ada = Add("ada", StaffRole.Admin);
        Assert.Equal(ada, Store.Staff.ByEmail(" ADA@example.com"));
        Assert.Equal(ada, Reopen().Staff.ById(ada.Id));
        Assert.Null(Store.Staff.ByEmail("ben@example.com"));
        Assert.Throws<BadInputException>(() => Store.Staff.Add(ada with { Id = "other" }, Note("staff added")));
        // What was refused left no trace of having happened.
        Assert.Single(Store.Audit.Last(10));
    }

    [Fact]
    public void A_change_and_its_entry_in_the_log_are_written_together_or_not_at_all()
    {
        ShopSegment good = new("good", "orders >= 1"), bad = new("bad", null!);
        Assert.ThrowsAny<Exception>(() => Store.Segments.Save([good, bad], [Note("segment saved")], Now));
        Assert.Empty(Store.Segments.InForce());
        Assert.ThrowsAny<Exception>(() => Store.Settings.Put("some", "value", Note(null!)));
        Assert.Null(Store.Settings.Of("some"));
        Assert.Empty(Store.Audit.Last(10));

        Store.Segments.Save([good], [Note("segment saved")], Now);
        Assert.False(Store.Segments.Remove("other", Note("segment removed")));
        Assert.True(Store.Segments.Remove("good", Note("segment removed")));
        Store.Settings.Put("some", "value", Note("settings changed"));
        var ada = Add("ada", StaffRole.Admin);
        var link = new SignIn("link", SignInKind.Link, ada.Id, Now, Later(TimeSpan.FromHours(1)));
        Store.SignIns.AddLink(link, Note("link made"));
        Assert.Equal(["link made", "segment removed", "segment saved", "settings changed", "staff added"],
            Store.Audit.Last(10).Select(entry => entry.What).Order());
    }

    [Fact]
    public void The_last_admin_can_neither_go_nor_become_something_else()
    {
        var (ada, ben) = (Add("ada", StaffRole.Admin), Add("ben", StaffRole.Viewer));
        Assert.Throws<BadInputException>(() => Store.Staff.Remove(ada.Id, Note("staff removed")));
        Assert.Throws<BadInputException>(() => Store.Staff.SetRole(ada.Id, StaffRole.Agent, Note("role changed")));
        Store.Staff.SetRole(ben.Id, StaffRole.Admin, Note("role changed"));
        Store.Staff.Remove(ada.Id, Note("staff removed"));
        Assert.Equal([ben with { Role = StaffRole.Admin }], Store.Staff.All());
    }

    [Fact]
    public void Of_two_admins_who_take_one_another_away_at_once_one_stays()
    {
        var (ada, ben) = (Add("ada", StaffRole.Admin), Add("ben", StaffRole.Admin));
        for (var round = 0; round < 5; round++)
        {
            var refused = 0;
            Parallel.ForEach([ada, ben], one =>
            {
                try
                {
                    Store.Staff.SetRole(one.Id, StaffRole.Viewer, Note("role changed"));
                }
                catch (BadInputException)
                {
                    Interlocked.Increment(ref refused);
                }
            });
            Assert.Equal(1, refused);
            foreach (var one in new[] { ada, ben }) Store.Staff.SetRole(one.Id, StaffRole.Admin, Note("role changed"));
        }
    }

    [Fact]
    public void A_link_is_taken_once_and_takes_all_sessions_with_it()
    {
        var ada = Add("ada", StaffRole.Admin);
        var until = Later(TimeSpan.FromHours(1));
        Store.SignIns.AddSession(new SignIn("session", SignInKind.Session, ada.Id, Now, until), Note("signed in"));
        Store.SignIns.AddLink(new SignIn("link", SignInKind.Link, ada.Id, Now, until));
        Assert.Equal(ada, Store.SignIns.Find("session", Now)?.Staff);
        Assert.Null(Store.SignIns.Find("session", until));

        Assert.Null(Store.SignIns.TakeLink("session", "new", Now));
        Assert.Null(Store.SignIns.TakeLink("link", "new", until));
        Assert.Equal(ada.Id, Store.SignIns.TakeLink("link", "new", Now)?.Id);
        Assert.Null(Store.SignIns.TakeLink("link", "newer", Now));
        Assert.Equal("new", Store.Staff.ById(ada.Id)?.PasswordHash);
        Assert.Null(Store.SignIns.Find("session", Now));
    }

    [Fact]
    public void Of_many_who_take_the_first_link_at_once_one_becomes_admin()
    {
        Store.SignIns.AddLink(new SignIn("first", SignInKind.First, null, Now, Later(TimeSpan.FromHours(1))));
        Assert.NotNull(Store.SignIns.Find("first", Now));
        var won = 0;
        Parallel.For(0, 8, i =>
        {
            if (Store.SignIns.TakeFirstLink("first", Person("p" + i, StaffRole.Admin), Now))
                Interlocked.Increment(ref won);
        });
        Assert.Equal(1, won);
        Assert.Single(Store.Staff.All());
        Store.SignIns.AddLink(new SignIn("second", SignInKind.First, null, Now, Later(TimeSpan.FromHours(1))));
        Assert.Null(Store.SignIns.Find("second", Now));
        Assert.False(Store.SignIns.TakeFirstLink("second", Person("q", StaffRole.Admin), Now));
    }

    [Fact]
    public void Tries_at_once_count_as_many_and_lock()
    {
        var ada = Add("ada", StaffRole.Admin);
        static TimeSpan AfterThree(int failures) => failures >= 3 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;
        static SignInTry From(string email, Instant now) =>
            new(email, "192.0.2.1", now) { Pause = AfterThree, LongestPause = TimeSpan.FromMinutes(1) };
        var admitted = 0;
        Parallel.For(0, 8, _ =>
        {
            if (Store.Staff.BeginSignIn(From("ada@example.com", Now)) is not null)
                Interlocked.Increment(ref admitted);
        });
        Assert.Equal(3, admitted);
        Assert.Null(Store.Staff.BeginSignIn(From("nobody@example.com", Now)));
        Assert.NotNull(Store.Staff.BeginSignIn(From("ada@example.com", Later(TimeSpan.FromMinutes(1)))));
        Store.SignIns.AddSession(
            new SignIn("s", SignInKind.Session, ada.Id, Now, Later(TimeSpan.FromHours(1))), Note("in"));
        Assert.Equal((0, Instant.None), (Store.Staff.ById(ada.Id)!.Failures, Store.Staff.ById(ada.Id)!.LockedUntil));
    }

    [Fact]
    public void A_session_lasts_longer_never_shorter_and_old_ones_are_cleared_away()
    {
        var ada = Add("ada", StaffRole.Admin);
        var (soon, late) = (Later(TimeSpan.FromHours(1)), Later(TimeSpan.FromHours(2)));
        Store.SignIns.AddSession(new SignIn("s", SignInKind.Session, ada.Id, Now, soon), Note("in"));
        Store.SignIns.ExtendSession("s", late);
        Store.SignIns.ExtendSession("s", soon);
        Assert.Equal(late, Store.SignIns.Find("s", Now)?.SignIn.ExpiresAt);
        Store.SignIns.AddSession(
            new SignIn("t", SignInKind.Session, ada.Id, late, Later(TimeSpan.FromHours(3))), Note("in"));
        Assert.Null(Store.SignIns.Find("s", Now));
        Store.SignIns.EndSession("t");
        Assert.Null(Store.SignIns.Find("t", Now));
    }

    [Fact]
    public void A_key_is_found_by_its_hash_until_it_is_revoked()
    {
        var key = new ApiKey("k1", new string('a', 64), "web shop", KeyScope.Track, Now);
        Assert.Null(Store.ApiKeys.Find(key.Hash));
        Store.ApiKeys.Add(key, Note("key added"));
        Assert.Equal(key, Store.ApiKeys.Find(key.Hash));
        Assert.True(Store.ApiKeys.IsUseNews(key, Now));
        Assert.False(Store.ApiKeys.IsUseNews(key, Now));
        Store.ApiKeys.NoteUse(key.Hash, Now);
        Store.ApiKeys.NoteUse(key.Hash, Later(TimeSpan.FromMinutes(59)));
        Assert.Equal(Now, Reopen().ApiKeys.Find(key.Hash)?.UsedAt);
        Assert.True(Store.ApiKeys.Revoke("k1", Note("key revoked")));
        Assert.False(Store.ApiKeys.Revoke("k1", Note("key revoked")));
        Assert.Null(Store.ApiKeys.Find(key.Hash));
        Assert.Equal(Now, Assert.Single(Store.ApiKeys.All()).RevokedAt);
        Assert.Equal(2, Store.Audit.Last(10).Count);
    }

    [Fact]
    public void The_audit_is_read_backwards_page_by_page()
    {
        for (var i = 0; i < 7; i++)
            Store.Audit.Add(new AuditEntry(Later(TimeSpan.FromSeconds(i)), by, "made", $"{i}") { After = "x" });
        var last = Store.Audit.Last(3);
        Assert.Equal(["6", "5", "4"], last.Select(entry => entry.Subject));
        Assert.Equal(["3", "2", "1", "0"], Store.Audit.Last(10, last[^1].Id).Select(entry => entry.Subject));
        Assert.Equal(by, last[0].By);
        Store.Audit.Add(new AuditEntry(Now, by, "made", new string('y', 1_000)));
        Assert.True(Store.Audit.Last(10).Max(entry => entry.Subject.Length) <= 300);
    }
}
