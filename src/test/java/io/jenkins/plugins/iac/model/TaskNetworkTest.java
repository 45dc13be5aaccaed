package io.jenkins.plugins.iac.model;

import static org.junit.Assert.assertEquals;

import java.net.InetAddress;
import org.junit.Test;

/** Addresses at which an external check may be asked: none that gives a machine's credentials away. */
public class TaskNetworkTest {
    @Test
    public void allows_table_publicPrivateLocal() throws Exception {
        Object[][] table = {
            {"8.8.8.8", true, true, true},
            {"10.1.2.3", false, true, true},
            {"172.31.0.1", false, true, true},
            {"192.168.1.1", false, true, true},
            {"100.64.0.1", false, true, true},
            {"fd00::1", false, true, true},
            {"127.0.0.1", false, false, true},
            {"::1", false, false, true},
            {"::ffff:127.0.0.1", false, false, true},
            {"64:ff9b::7f00:1", false, false, true},
            {"64:ff9b::a9fe:a9fe", false, false, false},
            {"2002:a9fe:a9fe::1", false, false, false},
            {"169.254.169.254", false, false, false},
            {"fe80::1", false, false, false},
            {"fd00:ec2::254", false, false, false},
            {"fd00:ec2::23", false, false, false},
            {"fd20:ce::254", false, false, false},
            {"fd00:c1::a9fe:a9fe", false, false, false},
            {"::ffff:168.63.129.16", false, false, false},
            {"fe80::1%1", false, false, false},
            {"169.254.42.42", false, false, false},
            {"168.63.129.16", false, false, false},
            {"168.63.129.17", true, true, true},
            {"100.100.100.200", false, false, false},
            {"0.0.0.0", false, false, false},
            {"224.0.0.1", false, false, false},
            {"255.255.255.255", false, false, false},
            {"2a00:1450::1", true, true, true},
        };
        for (Object[] row : table) {
            InetAddress address = InetAddress.getByName((String) row[0]);
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        row[0] + " " + TaskNetwork.values()[i], row[i + 1], TaskNetwork.values()[i].allows(address));
            }
        }
    }
}
