# Address ranges of prod in us-east-1. Owned by platform.

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

module "network" {
  source = "../../../../modules/network"

  name  = "${var.environment}-${var.region}"
  cidr  = "10.40.0.0/16"
  zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
}

output "subnets" {
  value = module.network.subnets
}
